import { availableParallelism } from "node:os";
import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import { DEFAULT_LOOKBACK_MS, DEFAULT_SUBQUERY_STEP_MS, QUERY_TIMEOUT_MS } from "@/lib/promql/evaluate";
import { formatDuration } from "@/lib/promql/parser/duration";

type StatusContext = Pick<Context, "metrics" | "now">;

/** `/api/v1/status/config`: what of a `prometheus.yml` decides here about queries. */
export function answerConfiguration() {
  return { yaml: `global:\n  evaluation_interval: ${formatDuration(DEFAULT_SUBQUERY_STEP_MS)}\n` };
}

/** `/api/v1/status/flags`: those of Prometheus' flags that have a counterpart here. */
export function answerFlags() {
  return {
    "query.lookback-delta": formatDuration(DEFAULT_LOOKBACK_MS),
    "query.timeout": formatDuration(QUERY_TIMEOUT_MS),
    "web.enable-remote-write-receiver": "true",
  };
}

/** `/api/v1/status/runtimeinfo`. What only a Go program has is zero or empty. */
export function answerRuntime({ now }: StatusContext) {
  const startTime = new Date(now() - process.uptime() * 1000).toISOString();
  return {
    startTime,
    CWD: "",
    reloadConfigSuccess: true,
    lastConfigTime: startTime,
    corruptionCount: 0,
    goroutineCount: 0,
    GOMAXPROCS: availableParallelism(),
    GOGC: "",
    GODEBUG: "",
    storageRetention: "",
  };
}

/** `/api/v1/status/walreplay`: nothing is replayed at start; who can ask is served. */
export const REPLAY_STATUS = { min: 0, max: 0, current: 0 } as const;

/** As many as Prometheus lists. */
const TOP = 10;
const BY_METRIC = `topk(${TOP}, count by (__name__) ({__name__!=""}))`;

/** `/api/v1/status/tsdb`: series at present. Statistics that only the memory of a Prometheus has are empty lists. */
export async function answerStorage(ctx: StatusContext, signal: AbortSignal) {
  const at: UnixMs = ctx.now();
  const [{ series, newestMs }, top] = await Promise.all([
    ctx.metrics.status(),
    ctx.metrics.query(BY_METRIC, at, { signal }),
  ]);
  const samples = top.type === "vector" ? top.samples : [];
  return {
    headStats: { numSeries: series, numLabelPairs: 0, chunkCount: 0, minTime: 0, maxTime: newestMs ?? 0 },
    seriesCountByMetricName: samples.map(({ labels, v }) => ({ name: labels["__name__"] ?? "", value: v })),
    labelValueCountByLabelName: [],
    memoryInBytesByLabelName: [],
    seriesCountByLabelValuePair: [],
  };
}
