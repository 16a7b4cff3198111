import type { Services } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { every } from "@/lib/core/every";
import type { UnixMs } from "@/lib/core/time";
import { recordInternalIngest } from "@/lib/sources";
import { SELF_PRODUCT, STORE_PERIOD_MS } from "@/lib/telemetry/constants";
import { toFamilies } from "@/lib/telemetry/families";
import { count } from "@/lib/telemetry/measure";
import { collectMetrics } from "@/lib/telemetry/reader";
import { withoutTracing } from "@/lib/telemetry/span";
import { partName } from "@/lib/telemetry/start";
import { getTraceCollector, type KeptTrace } from "@/lib/telemetry/trace-collector";
import { declareSelf } from "./declare-self";
import { SelfMetricWriter, selfInstance } from "./store-metrics";
import { storeTraces } from "./store-traces";

export interface KeepSelfOptions extends Services {
  now?: () => UnixMs;
  signal: AbortSignal;
  /** Further things to look at before each collection, such as queues. */
  look?: () => Promise<void>;
}

/**
 * Stores what this process tells of itself, every STORE_PERIOD_MS until the signal aborts. What cannot be written is given
 * up and counted: the next period has newer figures, and a store in trouble needs no more to do.
 */
export function keepSelf({ db, metrics, now = Date.now, signal, look }: KeepSelfOptions): Promise<void> {
  if (env().OTEL_SDK_DISABLED) return Promise.resolve();
  const writer = new SelfMetricWriter(metrics, partName());
  const self = { part: partName(), instance: selfInstance() };
  const drop = (what: string) => (): undefined => {
    count("evenkeel_self_dropped_total", { what, reason: "write" });
  };
  let isDeclared = false;
  const store = async (): Promise<void> => {
    isDeclared ||= (await declareSelf(db, self.part, now()).catch(drop("resource"))) === true;
    await look?.().catch(drop("look"));
    const families = toFamilies(await collectMetrics());
    const written = await writer.write(families, now()).catch(drop("metrics"));
    if (written !== undefined) {
      count("evenkeel_self_samples_total", {}, written.accepted);
      recordInternalIngest({ db, now }, SELF_PRODUCT, written);
    }
    const traces = getTraceCollector().take();
    const stored = await storeTraces(db, self, traces).then(() => true, drop("traces"));
    if (stored === true) countReasons(traces);
  };
  return withoutTracing(() => every({ periodMs: STORE_PERIOD_MS, signal, onError: drop("all") }, store));
}

function countReasons(traces: readonly KeptTrace[]): void {
  for (const { reason } of traces) count("evenkeel_self_traces_total", { reason });
}
