import { CALL_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import { reading, SeriesOf } from "../series";
import { certificateEndsAt, type Care } from "./care";
import type { SqlNode } from "./node";
import type { SqlPlan } from "./plan";

/** NTP keeps a server's clock so close: our choice of what chrony shows in one data centre. */
const CLOCK_REST_S = 0.0003;

/** What the series of a node read of its cluster. */
export interface Whole {
  readonly state: { readonly clock: number; readonly care: Care };
  readonly startAt: number;
  readonly plan: SqlPlan;
  isPrimary(node: SqlNode): boolean;
  isReachable(node: SqlNode): boolean;
  /** Seconds since its certificate ended by a fault, or 0. */
  strongest(of: "certificate"): number;
}

/** The series that every engine has; `besides` are bytes on its disk that are no data. */
export function sqlSeries(
  product: string,
  whole: Whole,
  node: SqlNode,
  labels: Labels,
  besides: () => number = () => 0,
): SeriesOf {
  const { state, fx } = node;
  const { care } = whole.state;
  const { plan } = whole;
  const p = product;
  const certificate = () => {
    const endedForS = whole.strongest("certificate");
    const { clock } = whole.state;
    if (endedForS > 0) return Math.floor(clock / 1_000 - endedForS);
    return Math.floor(certificateEndsAt(plan, whole.startAt, clock) / 1_000);
  };
  const series = new SeriesOf(labels, () => state.up === 1)
    .always(`${p}_up`, () => state.up)
    .always(`${p}_is_primary`, () => (whole.isPrimary(node) ? state.up : 0))
    .always(`${p}_promotions_total`, () => state.promotions)
    .always(`${p}_probe_success`, () => (whole.isReachable(node) ? 1 : 0))
    .always(`${p}_certificate_expiry_timestamp_seconds`, certificate)
    // A network disk outlives its machine, and its fill is known to the cloud.
    .always(`${p}_disk_usage_ratio`, () => reading(node.diskUsage(besides())))
    .gauge(`${p}_cpu_usage_ratio`, () => state.usage)
    .gauge(`${p}_memory_usage_ratio`, () => node.memoryUsage)
    .gauge(`${p}_connections`, () => Math.round(state.connections))
    .gauge(`${p}_connections_max`, () => node.connectionsMax)
    .counter(`${p}_connections_refused_total`, () => state.refused)
    .counter(`${p}_queries_total`, () => state.queries)
    .counter(`${p}_query_errors_total`, () => state.errors)
    .counter(`${p}_slow_queries_total`, () => state.slow)
    .histogram(`${p}_query_duration_seconds`, CALL_BUCKETS, state.latency)
    .gauge(`${p}_table_rows`, () => Math.floor(care.rows * (1 - care.lostShare)))
    .seconds(`${p}_clock_offset_seconds`, () => CLOCK_REST_S * (node.index + 1) + fx.skewS);
  if (!plan.backupEnabled) return series;
  return series
    .always(`${p}_backup_last_success_timestamp_seconds`, () => Math.floor(care.backedUpTo / 1_000))
    .always(`${p}_backup_failures_total`, () => care.backupFailures);
}

/** Threads, row locks and deadlocks, as the MySQL family names them. */
export const lockSeries = (product: string, { state }: SqlNode, series: SeriesOf): SeriesOf =>
  series
    .gauge(`${product}_threads_running`, () => state.running)
    .counter(`${product}_row_lock_waits_total`, () => state.lockWaits)
    .counter(`${product}_deadlocks_total`, () => state.deadlocks);

/** The buffer pool, as the MySQL family names it. */
export const bufferSeries = (product: string, { state }: SqlNode, series: SeriesOf): SeriesOf =>
  series
    .counter(`${product}_buffer_pool_read_requests_total`, () => state.pageRequests)
    .counter(`${product}_buffer_pool_reads_total`, () => state.pageReads);
