import { z } from "zod";
import { EVENT_PHASES } from "./constants";

/** Times are Unix ms. Phases run [preAt, t0), [t0, endAt), [endAt, postEndAt). */
export const eventViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  titleZh: z.string(),
  app: z.string(),
  preAt: z.number(),
  t0: z.number(),
  endAt: z.number(),
  postEndAt: z.number(),
  phase: z.enum(EVENT_PHASES),
  expectedPeakRatio: z.number(),
});
export type EventView = z.infer<typeof eventViewSchema>;
/** `GET /api/events`: all, latest T0 first. */
export const eventListSchema = z.object({ events: z.array(eventViewSchema) });
/** `GET /api/events/[slug]` answers with the event. */
export const eventSlugSchema = z.object({ slug: z.string().min(1).max(100) });
export type EventSlug = z.infer<typeof eventSlugSchema>;
