import type { Context } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { MINUTE_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import type { Windows } from "./deviation";
import { evidenceOf, type Evidence } from "./evidence";
import { planQueries, rateWindow, type MetricQuery } from "./plan-queries";

export type Metrics = Pick<Context["metrics"], "query" | "queryRange">;

export interface EvidenceRead {
  /** By resource, strongest first. */
  evidence: ReadonlyMap<string, readonly Evidence[]>;
  asked: number;
  unread: readonly { metric: string; reason: string }[];
}

/** So many points a series at most: finer than a window of this many steps no onset needs to be known. */
const POINTS_MAX = 240;
/** A store serves others too: our choice. */
const AT_ONCE = 4;

/** Half a window of a rate, and no more points than needed. */
export function stepOf({ baseline, window }: Windows, intervalMs: DurationMs): DurationMs {
  const span = window.to - baseline.from;
  return Math.max(rateWindow(intervalMs) / 2, Math.ceil(span / POINTS_MAX / 1_000) * 1_000);
}

/**
 * Asks each metric of these products once, for all resources at a time, and keeps what left its baseline.
 *
 * @param keep whether a resource is looked at.
 */
export async function readEvidence(
  metrics: Metrics,
  products: ReadonlySet<string>,
  keep: (resource: string) => boolean,
  windows: Windows,
  intervalMs: DurationMs,
  signal: AbortSignal,
): Promise<EvidenceRead> {
  const queries = planQueries(products, intervalMs);
  const found = new Map<string, Map<string, Evidence>>();
  const unread: { metric: string; reason: string }[] = [];
  const stepMs = stepOf(windows, intervalMs);
  const read = async ({ metric, aspect, expr }: MetricQuery): Promise<void> => {
    try {
      const range = { from: windows.baseline.from, to: windows.window.to };
      for (const { labels, t, v } of await metrics.queryRange(expr, range, stepMs, { signal })) {
        const resource = labels["resource"];
        if (resource === undefined || !keep(resource)) continue;
        const one = evidenceOf(metric, aspect, { t, v }, windows);
        if (!one) continue;
        const own = found.get(resource) ?? new Map<string, Evidence>();
        found.set(resource, own);
        if (one.strength > (own.get(one.metric)?.strength ?? -1)) own.set(one.metric, one);
      }
    } catch (error) {
      unread.push({ metric: metric.name, reason: reasonOf(error, signal) });
    }
  };
  await inTurns(queries, read);
  return {
    evidence: new Map(
      [...found].map(([resource, own]) => [
        resource,
        [...own.values()].sort((a, b) => b.strength - a.strength),
      ]),
    ),
    asked: queries.length,
    unread,
  };
}

/** A few at a time, in order. */
async function inTurns<T>(work: readonly T[], one: (item: T) => Promise<void>): Promise<void> {
  const queue = work.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await one(item);
    }),
  );
}

/** @throws what is a mistake of ours */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "The time for the whole answer was over.";
  if (error instanceof AppError) return error.message;
  throw error;
}

/** When nobody reports, as often as Prometheus scrapes by default. */
const INTERVAL_DEFAULT_MS = MINUTE_MS;

/** How far apart the samples around the symptom lie, by the series of its resource, or of its calls. */
export async function readInterval(
  metrics: Metrics,
  names: { resource: string; node: string },
  at: UnixMs,
  signal: AbortSignal,
): Promise<DurationMs> {
  const calls = (side: string) => `traces_service_graph_request_total{${side}=${JSON.stringify(names.node)}}`;
  for (const selector of [`{resource=${JSON.stringify(names.resource)}}`, calls("client"), calls("server")]) {
    const value = await metrics.query(`${selector}[5m]`, at, { signal });
    const steps = (value.type === "matrix" ? value.series : []).flatMap(({ t }) => {
      const first = t[0];
      const last = t.at(-1);
      return first === undefined || last === undefined || t.length < 2
        ? []
        : [(last - first) / (t.length - 1)];
    });
    // The densest: a series with gaps says nothing of how often it is read.
    if (steps.length > 0) return Math.max(SECOND_MS, Math.round(Math.min(...steps) / SECOND_MS) * SECOND_MS);
  }
  return INTERVAL_DEFAULT_MS;
}
