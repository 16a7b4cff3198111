import { MetricReader, type ResourceMetrics } from "@opentelemetry/sdk-metrics";
import { processSingleton } from "@/lib/core/once";
import { LABEL_SETS_MAX } from "./constants";

/** Collects when it is asked to: for the store and for `/metrics`. */
class OnDemandReader extends MetricReader {
  constructor() {
    super({ cardinalitySelector: () => LABEL_SETS_MAX });
  }
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

export const getReader = processSingleton("telemetry-reader", () => new OnDemandReader());

/** All metrics of this process as they are now. Empty before the SDK was started. */
export async function collectMetrics(): Promise<ResourceMetrics> {
  const { resourceMetrics } = await getReader().collect();
  return resourceMetrics;
}
