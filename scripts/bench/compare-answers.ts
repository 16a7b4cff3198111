import { z } from "zod";

const pair = z.tuple([z.number(), z.string()]);
const answerSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(pair).optional(),
        value: pair.optional(),
      }),
    ),
  }),
});

/** Labels to the values by time. */
export type ParsedAnswer = Map<string, Map<number, number>>;

/** @throws ZodError when it is no success */
export function parseAnswer(body: string): ParsedAnswer {
  const { data } = answerSchema.parse(JSON.parse(body));
  return new Map(
    data.result.map(({ metric, values, value }) => {
      const labels = JSON.stringify(Object.entries(metric).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const points = values ?? (value ? [value] : []);
      return [labels, new Map(points.map(([t, v]) => [t, Number(v)]))];
    }),
  );
}

/** Sums in another order differ in the last digits. */
export const EXACT = 1e-9;
/**
 * VictoriaMetrics does not extrapolate rates to the edges of the window, and takes the sample before it instead.
 * @see https://docs.victoriametrics.com/victoriametrics/metricsql/ "rate"
 */
export const NEAR = 0.05;

/** Why two answers are not the same within a relative tolerance, or null. Empty answers are never right here. */
export function findDifference(wanted: ParsedAnswer, got: ParsedAnswer, tolerance: number): string | null {
  if (wanted.size === 0) return "the answer is empty";
  if (wanted.size !== got.size) return `${got.size} series in place of ${wanted.size}`;
  for (const [labels, points] of wanted) {
    const other = got.get(labels);
    if (!other) return `no series ${labels}`;
    if (other.size !== points.size) return `${other.size} points in place of ${points.size} in ${labels}`;
    for (const [t, v] of points) {
      const found = other.get(t);
      if (found === undefined) return `nothing at ${t} in ${labels}`;
      if (!(Math.abs(found - v) <= tolerance * Math.max(Math.abs(v), Math.abs(found))))
        return `${found} in place of ${v} at ${t} in ${labels}`;
    }
  }
  return null;
}
