import { metrics } from "@opentelemetry/api";
import { once, processSingleton } from "@/lib/core/once";
import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { INGEST_LIMIT_NAMES, type IngestLimits } from "@/lib/metrics/constants";
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

const instruments = once(() => {
  const meter = metrics.getMeter("evenkeel");
  meter
    .createObservableGauge("evenkeel_ingest_series", {
      description: "Series with a sample in the last 10 to 20 minutes, as this process has seen them.",
    })
    .addCallback((result) => {
      for (const [source, { activeSeries }] of liveSources())
        if (activeSeries !== null) result.observe(activeSeries, { source });
    });
  meter
    .createObservableGauge("evenkeel_ingest_limit", {
      description: "What a source may send, in the unit that the name of the limit says.",
    })
    .addCallback((result) => {
      for (const [source, { limits }] of liveSources())
        for (const name of INGEST_LIMIT_NAMES)
          result.observe(limits[name], {
            source,
            limit: name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
          });
    });
  return {
    samples: meter.createCounter("evenkeel_ingest_samples_total", {
      description: "Samples that were stored.",
    }),
    rejectedSamples: meter.createCounter("evenkeel_ingest_rejected_samples_total", {
      description: "Samples of remote-write and data points of OTLP that were refused.",
    }),
    rejectedRequests: meter.createCounter("evenkeel_ingest_rejected_requests_total", {
      description: "Requests that were refused as a whole.",
    }),
  };
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
  const { samples, rejectedSamples, rejectedRequests } = instruments();
  if (report.accepted > 0) samples.add(report.accepted, { source, protocol });
  for (const { code, samples: count } of report.rejected) {
    if (report.isRefused) rejectedRequests.add(1, { source, protocol, reason: code });
    else rejectedSamples.add(count, { source, protocol, reason: code });
  }
}

/** Counts a request that was turned away before it was known who sends it. */
export function countOverload(protocol: WriteProtocol): void {
  instruments().rejectedRequests.add(1, { source: "", protocol, reason: "overloaded" });
}

/** Shows what requests in work hold. */
export const observePending = (bytes: () => number, requests: () => number): void => {
  const meter = metrics.getMeter("evenkeel");
  meter
    .createObservableGauge("evenkeel_ingest_pending_bytes", {
      description: "Memory that writes in work are counted with.",
    })
    .addCallback((result) => result.observe(bytes()));
  meter
    .createObservableGauge("evenkeel_ingest_pending_requests", {
      description: "Writes in work, those included whose sender was told to come again.",
    })
    .addCallback((result) => result.observe(requests()));
};
