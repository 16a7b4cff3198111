import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { VectorSample } from "@/lib/metrics/store";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import { writeExposition } from "@/lib/telemetry/exposition";
import { toFamilies, type MetricFamily } from "@/lib/telemetry/families";
import { INSTRUMENTS, type Instrument } from "@/lib/telemetry/instruments";
import { collectMetrics } from "@/lib/telemetry/reader";
import { withoutTracing } from "@/lib/telemetry/span";
import { partName } from "@/lib/telemetry/start";
import { selfResource } from "./store-metrics";

/** A scraper waits ten seconds by default and wants what there is. */
const OTHERS_WITHIN_MS = 2 * SECOND_MS;

/**
 * Metrics of all parts in Prometheus' text format: those of this process as they are now, those of the other parts as they
 * were last stored, at most a minute ago. When the store does not answer, only the first are there.
 */
export async function exposeMetrics(ctx: Pick<Context, "metrics" | "now">): Promise<string> {
  if (env().OTEL_SDK_DISABLED) return "";
  const part = partName();
  const own = toFamilies(await collectMetrics()).map((family) => withLabels(family, { part }));
  const others = await readOthers(ctx, part).catch(() => []);
  return writeExposition([...own, ...others]);
}

function withLabels(family: MetricFamily, labels: Readonly<Record<string, string>>): MetricFamily {
  const samples = family.samples.map((sample) => ({ ...sample, labels: { ...sample.labels, ...labels } }));
  return { ...family, samples };
}

async function readOthers(
  { metrics, now }: Pick<Context, "metrics" | "now">,
  part: string,
): Promise<MetricFamily[]> {
  const selector = `{product="${SELF_PRODUCT}",resource!="${selfResource(part)}"}`;
  const options = { timeoutMs: OTHERS_WITHIN_MS, lookbackMs: MINUTE_MS };
  const value = await withoutTracing(() => metrics.query(selector, now(), options));
  return value.type === "vector" ? value.samples.flatMap(toFamily) : [];
}

/** One stored series as a family of one sample; the exposition puts those of one name together. */
function toFamily({ labels, v }: VectorSample): MetricFamily[] {
  const { __name__: name = "", product: _product, job: _job, resource = "", instance = "", ...rest } = labels;
  const found = findInstrument(name);
  if (!found) return []; // Of another release.
  const part = resource.slice(SELF_PRODUCT.length + 1);
  const sample = { name, labels: { ...rest, part, host: instance }, value: v };
  return [{ name: found.name, type: found.type, help: found.help, samples: [sample] }];
}

function findInstrument(name: string): (Instrument & { name: string }) | null {
  const all: Readonly<Record<string, Instrument>> = INSTRUMENTS;
  for (const known of [name, name.replace(/_(?:bucket|sum|count)$/, "")]) {
    const instrument = Object.hasOwn(all, known) ? all[known] : undefined;
    if (instrument) return { ...instrument, name: known };
  }
  return null;
}
