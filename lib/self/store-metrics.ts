import { hostname } from "node:os";
import { env } from "@/lib/core/env";
import type { UnixMs } from "@/lib/core/time";
import { observeSeries, type ObservedSeries } from "@/lib/metrics/ingest/observe-series";
import type { Labels, MetricMetadata, MetricStore, SampleBatch } from "@/lib/metrics/store";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import type { MetricFamily } from "@/lib/telemetry/families";

/** Id of a part of the product as a resource. */
export const selfResource = (part: string): string => `${SELF_PRODUCT}-${part}`;

/** Tells processes of one part apart: where it runs, and the port that the installation serves. */
export const selfInstance = (): string => `${hostname()}:${env().PORT}`;

export interface OwnWrite {
  /** Samples that are durable. */
  accepted: number;
  /** For the list of sources. */
  observed: ObservedSeries;
}

/** Writes the metrics of one process to the store, in process, as series of the product `evenkeel`. */
export class SelfMetricWriter {
  readonly #store: MetricStore;
  readonly #common: Labels;
  /** The same object for the same series each time: the store finds the series by it. */
  readonly #labels = new Map<string, Labels>();
  readonly #described = new Set<string>();

  constructor(store: MetricStore, part: string) {
    this.#store = store;
    this.#common = {
      product: SELF_PRODUCT,
      resource: selfResource(part),
      job: SELF_PRODUCT,
      instance: selfInstance(),
    };
  }

  /** @throws the errors of the store. */
  async write(families: readonly MetricFamily[], at: UnixMs): Promise<OwnWrite> {
    const fresh = families.filter(({ name }) => !this.#described.has(name));
    const batch = this.#batch(families, fresh, at);
    const { accepted, rejected } = await this.#store.write(batch, { own: true });
    for (const { name } of fresh) this.#described.add(name);
    return { accepted, observed: observeSeries(batch.series, rejected) };
  }

  #batch(families: readonly MetricFamily[], fresh: readonly MetricFamily[], at: UnixMs): SampleBatch {
    const t = [at];
    const series = families.flatMap(({ samples }) =>
      samples.map(({ name, labels, value }) => ({ labels: this.#labelsOf(name, labels), t, v: [value] })),
    );
    return fresh.length === 0 ? { series } : { series, metadata: fresh.map(describe) };
  }

  #labelsOf(name: string, labels: Labels): Labels {
    const key = `${name}${JSON.stringify(labels)}`;
    const known = this.#labels.get(key);
    if (known) return known;
    const made = { ...labels, ...this.#common, __name__: name };
    this.#labels.set(key, made);
    return made;
  }
}

const describe = ({ name, type, help }: MetricFamily): MetricMetadata => ({
  metric: name,
  type,
  help,
  unit: /_(seconds|bytes|ratio)(?:_total)?$/.exec(name)?.[1] ?? "",
});
