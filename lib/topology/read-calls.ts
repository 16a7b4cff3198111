import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import type { MeasuredCalls } from "./build-topology";

/** Calls of one app; null: the series have no `app` label, as those of a service graph of Tempo. */
export type AppCalls = MeasuredCalls & { app: string | null };

/**
 * Rates are taken over so long: history that is written a sample a minute (as ours of more than a day ago, and the default
 * scrape of many Prometheus servers) then has at least two samples in it.
 */
const WINDOW = "3m";

/**
 * The calls around `at` between all names of the service graph.
 *
 * The metrics are those of the service graph of Grafana Tempo and of the OpenTelemetry Collector's connector.
 * `..._failed_total` has no series until the first failure, so its absence beside requests is no failure, not an unknown.
 *
 * @param app only calls of this app and of none; absent: all.
 * @see https://grafana.com/docs/tempo/latest/metrics-from-traces/service_graphs/ "Metrics"
 */
export async function readCalls(ctx: Context, at: UnixMs, app?: string): Promise<AppCalls[]> {
  const selector = app === undefined ? "" : `{app=~${JSON.stringify(`${escapePattern(app)}|`)}}`;
  const rate = (name: string, by: string) =>
    `sum by (${by}) (rate(traces_service_graph_request_${name}${selector}[${WINDOW}]))`;
  const p99 = (side: string) =>
    `histogram_quantile(0.99, ${rate(`${side}_seconds_bucket`, "client, server, app, le")})`;
  const [calls, failed, slow] = await Promise.all([
    ask(ctx, rate("total", "client, server, app"), at),
    ask(ctx, rate("failed_total", "client, server, app"), at),
    // As the caller sees it, where it reports that.
    ask(ctx, `${p99("client")} or ${p99("server")}`, at),
  ]);
  return [...calls].map(([key, { labels, v: callsPerS }]) => ({
    client: labels["client"] ?? "",
    server: labels["server"] ?? "",
    app: labels["app"] || null,
    callsPerS,
    errorRatio: callsPerS > 0 ? Math.min(1, (failed.get(key)?.v ?? 0) / callsPerS) : null,
    p99S: finiteOrNull(slow.get(key)?.v),
  }));
}

interface Sample {
  labels: Readonly<Record<string, string>>;
  v: number;
}

/** By client, server and app; a series without both ends is no edge. */
async function ask(ctx: Context, expr: string, at: UnixMs): Promise<Map<string, Sample>> {
  const value = await ctx.metrics.query(expr, at);
  if (value.type !== "vector") return new Map();
  return new Map(
    value.samples.flatMap(({ labels, v }) => {
      const { client, server, app } = labels;
      return client && server ? [[JSON.stringify([client, server, app ?? ""]), { labels, v }]] : [];
    }),
  );
}

/** A quantile of nothing is NaN, and of the open last bucket without bounds infinite: neither is a duration. */
const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** A text as a regular expression (RE2) that matches only it. */
const escapePattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
