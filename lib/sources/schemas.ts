import { z } from "zod";
import { REJECTION_CODES } from "@/lib/metrics/ingest/rejection-reasons";
import { INGEST_PROTOCOLS, SENDER_KINDS } from "./constants";

const countSchema = z.number().int().nonnegative();

export const sourceViewSchema = z.object({
  id: z.string(),
  senderKind: z.enum(SENDER_KINDS),
  /** Of the token or the user; of a part of the product its name. */
  senderId: z.string(),
  name: z.string(),
  protocol: z.enum(INGEST_PROTOCOLS),
  /** Its token is revoked or expired: it can send no more. */
  revoked: z.boolean(),
  /** `User-Agent` of the last request; null: it said nothing. */
  agent: z.string().nullable(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  /** Null: no sample of it was ever taken. */
  lastAcceptedAt: z.number().nullable(),
  /** Samples taken a second, over the last minute. */
  samplesPerS: z.number(),
  /** The same for each minute of the last hour, oldest first; null before it was first seen. */
  history: z.array(z.number().nullable()),
  /** Different series of the last 5 to 10 minutes: an estimate. */
  series: countSchema,
  /** In the last hour. */
  rejectedSamples: countSchema,
  refusedRequests: countSchema,
  throttledRequests: countSchema,
});
export type SourceView = z.infer<typeof sourceViewSchema>;

/** `GET /api/sources`: who has sent metrics, the busiest first. Times are Unix ms. */
export const sourceListSchema = z.object({
  sources: z.array(sourceViewSchema),
  /** Standard error of `series`, as a ratio. */
  seriesErrorRatio: z.number(),
});
export type SourceList = z.infer<typeof sourceListSchema>;

export const sourceIdSchema = z.object({ id: z.uuid() });

/** `GET /api/sources/[id]`. */
export const sourceDetailsSchema = sourceViewSchema.extend({
  seriesErrorRatio: z.number(),
  /** Since it was first seen. */
  totals: z.object({
    requests: countSchema,
    samples: countSchema,
    bytes: countSchema,
    rejectedSamples: countSchema,
    refusedRequests: countSchema,
    throttledRequests: countSchema,
  }),
  /** Why something was refused in the last 24 hours, the latest first. */
  rejections: z.array(
    z.object({
      code: z.enum(REJECTION_CODES),
      samples: countSchema,
      /** Refused as a whole; their samples could not be counted. */
      requests: countSchema,
      firstAt: z.number(),
      lastAt: z.number(),
      /** The latest one, in words, with the series or metric. */
      example: z.string(),
      /** Unix ms that its sample carries, whatever the sender claimed; null where it is not about a time. */
      sampleAt: z.number().nullable(),
    }),
  ),
  /** Jobs and instances it sent for in the last 24 hours, the latest first. Empty text: the label is absent. */
  targets: z.array(
    z.object({ job: z.string(), instance: z.string(), lastSeenAt: z.number(), samples: countSchema }),
  ),
  /** How many targets there are beyond those listed. */
  moreTargets: countSchema,
});
export type SourceDetails = z.infer<typeof sourceDetailsSchema>;
export type SourceRejection = SourceDetails["rejections"][number];
