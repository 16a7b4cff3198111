import { z } from "zod";

/**
 * What can change under a reader's eyes. Each event says which topic changed and little more: the browser asks the REST
 * endpoint of that topic again, so a missed event costs a refresh, never a wrong figure.
 */
export const LIVE_TOPICS = [
  "metrics",
  "alarms",
  "runs",
  "events",
  "risk",
  "resources",
  "simulator",
  "sources",
  "architectures",
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

export const liveEventSchema = z.object({
  topic: z.enum(LIVE_TOPICS),
  /** Unix ms. For `metrics`: the time of the newest durable sample. */
  at: z.number(),
  /** The row that changed, where there is one. */
  key: z.string().optional(),
});
export type LiveEvent = z.infer<typeof liveEventSchema>;
