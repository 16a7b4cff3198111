import { z } from "zod";

/** `GET /api/metrics/health`: whether the store of metrics answers. Times are Unix ms. */
export const metricsHealthSchema = z.object({
  /** Since when it has not answered; null: it does. */
  awaySince: z.number().nullable(),
  error: z.string().nullable(),
  /** Host of the remote engine; null: metrics are kept in the product's own database. */
  engine: z.string().nullable(),
});
export type MetricsHealth = z.infer<typeof metricsHealthSchema>;
