import { once, processSingleton } from "@/lib/core/once";
import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { INGEST_LIMIT_NAMES, type IngestLimits } from "@/lib/metrics/constants";
import { count, observe } from "@/lib/telemetry/measure";
import type { Rejection } from "./rejection-reasons";

export type WriteProtocol = "remote_write" | "otlp";

/** What became of one request. */
export interface IngestReport {
  /** Name of the token, or of the person whose session it was. */
  source: string;
  protocol: WriteProtocol;
  at: UnixMs;
  /** Samples that are durable now. */
  accepted: number;
  /** Series that this source sent of late; null: the request was not read so far. */
  activeSeries: number | null;
  limits: IngestLimits;
  rejected: readonly Rejection[];
  /** Whether all of it was refused for the one reason in `rejected`, so that its samples were not counted. */
  isRefused: boolean;
}

/** Values of the label `source`; later ones share one. Tokens are made by people, some hundred at most. */
const SOURCES_MAX = 100;
const OTHER = "other";
/** A source that is quiet for this long has no gauges. As long as a series can be active. */
const GAUGE_MS = 20 * MINUTE_MS;

interface SourceGauges {
  at: UnixMs;
  activeSeries: number | null;
  limits: IngestLimits;
}

const sources = processSingleton("ingest-metric-sources", () => new Map<string, SourceGauges>());

const observeSources = once(() => {
  observe("evenkeel_ingest_series", () =>
    liveSources().flatMap(([source, { activeSeries }]) =>
      activeSeries === null ? [] : [{ value: activeSeries, labels: { source } }],
    ),
  );
  observe("evenkeel_ingest_limit", () =>
    liveSources().flatMap(([source, { limits }]) =>
      INGEST_LIMIT_NAMES.map((name) => ({
        value: limits[name],
        labels: { source, limit: name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) },
      })),
    ),
  );
});

function liveSources(now = Date.now()): [string, SourceGauges][] {
  for (const [source, { at }] of sources()) if (now - at > GAUGE_MS) sources().delete(source);
  return [...sources()];
}

/** Counts one request in this process's own metrics. */
export function countIngest({ source: name, protocol, at, ...report }: IngestReport): void {
  const source = sources().has(name) || sources().size < SOURCES_MAX ? name : OTHER;
  const before = sources().get(source);
  const activeSeries = report.activeSeries ?? before?.activeSeries ?? null;
  sources().set(source, { at, activeSeries, limits: report.limits });
  observeSources();
  count("evenkeel_ingest_requests_total", { source, protocol });
  if (report.accepted > 0) count("evenkeel_ingest_samples_total", { source, protocol }, report.accepted);
  for (const { code, samples } of report.rejected) {
    const labels = { source, protocol, reason: code };
    if (report.isRefused) count("evenkeel_ingest_rejected_requests_total", labels);
    else count("evenkeel_ingest_rejected_samples_total", labels, samples);
  }
}

/** Counts a request that was turned away before it was known who sends it. */
export function countOverload(protocol: WriteProtocol): void {
  count("evenkeel_ingest_rejected_requests_total", { source: "", protocol, reason: "overloaded" });
}

/** Shows what requests in work hold. */
export const observePending = (bytes: () => number, requests: () => number): void => {
  observe("evenkeel_ingest_pending_bytes", () => [{ value: bytes() }]);
  observe("evenkeel_ingest_pending_requests", () => [{ value: requests() }]);
};
