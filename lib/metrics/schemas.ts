import { z } from "zod";
import { INGEST_LIMITS, type IngestLimitName } from "./constants";

const bounded = (name: IngestLimitName) =>
  z.number().int().min(INGEST_LIMITS[name].min).max(INGEST_LIMITS[name].max);

const limitsSchema = z.object({
  samplesPerSecond: bounded("samplesPerSecond"),
  activeSeries: bounded("activeSeries"),
  newSeriesPerHour: bounded("newSeriesPerHour"),
  labelsPerSeries: bounded("labelsPerSeries"),
  labelNameLength: bounded("labelNameLength"),
  labelValueLength: bounded("labelValueLength"),
  bodyBytes: bounded("bodyBytes"),
  outOfOrderSeconds: bounded("outOfOrderSeconds"),
} satisfies Record<IngestLimitName, z.ZodType<number>>);

/** `PATCH /api/tokens/[id]/limits` (admin): null goes back to the default, what is left out stays as it is. */
export const setIngestLimitsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(limitsSchema.shape).map(([name, schema]) => [name, schema.nullable().optional()]),
  ) as Record<IngestLimitName, z.ZodOptional<z.ZodNullable<z.ZodNumber>>>,
);
export type SetIngestLimits = z.infer<typeof setIngestLimitsSchema>;

/** `GET /api/tokens/[id]/limits` (admin). */
export const ingestLimitsViewSchema = z.object({
  /** What holds for this token. */
  limits: limitsSchema,
  /** What holds for tokens without an own value. */
  defaults: limitsSchema,
  /** Which of them are its own. */
  own: limitsSchema.partial(),
});
export type IngestLimitsView = z.infer<typeof ingestLimitsViewSchema>;
