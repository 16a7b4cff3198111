import { z } from "zod";

/** `GET /api/simulator`. Times are Unix ms. */
export const simulatorViewSchema = z.object({
  enabled: z.boolean(),
  /** Null before the first 24 hours are written. */
  world: z.object({ seed: z.number(), scale: z.number(), clock: z.number() }).nullable(),
  /** Since when it waits for a store that takes no samples, and why; null: it does not. */
  waiting: z.object({ since: z.number(), reason: z.string() }).nullable(),
  backfills: z.array(
    z.object({
      id: z.string(),
      fromAt: z.number(),
      toAt: z.number(),
      doneAt: z.number(),
      /** 0 to 1. */
      progress: z.number(),
      error: z.string().nullable(),
    }),
  ),
});
export type SimulatorView = z.infer<typeof simulatorViewSchema>;
