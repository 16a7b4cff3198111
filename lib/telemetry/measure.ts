import { metrics, type Counter, type Histogram, type ObservableResult } from "@opentelemetry/api";
import { processSingleton } from "@/lib/core/once";
import { SCOPE } from "./constants";
import {
  INSTRUMENTS,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type Instrument,
  type InstrumentName,
} from "./instruments";

export type LabelValues = Readonly<Record<string, string>>;
export interface Observation {
  value: number;
  labels?: LabelValues;
}

/** Made at first use: an instrument that is made before the SDK starts measures nothing for ever. */
const made = processSingleton("telemetry-instruments", () => ({
  counters: new Map<CounterName, Counter>(),
  histograms: new Map<HistogramName, Histogram>(),
  /** What the next collection reads. A later registration takes the place of an earlier one. */
  readers: new Map<InstrumentName, () => Iterable<Observation>>(),
}));

const definition = (name: InstrumentName): Instrument => INSTRUMENTS[name];

function make<Key, Value>(known: Map<Key, Value>, key: Key, create: () => Value): Value {
  const value = known.get(key) ?? create();
  known.set(key, value);
  return value;
}

export function count(name: CounterName, labels: LabelValues = {}, by = 1): void {
  const { counters } = made();
  make(counters, name, () =>
    metrics.getMeter(SCOPE).createCounter(name, { description: definition(name).help }),
  ).add(by, labels);
}

/** @param value in the base unit of the name. */
export function record(name: HistogramName, value: number, labels: LabelValues = {}): void {
  const { histograms } = made();
  make(histograms, name, () => {
    const { help, bounds = [] } = definition(name);
    return metrics
      .getMeter(SCOPE)
      .createHistogram(name, { description: help, advice: { explicitBucketBoundaries: [...bounds] } });
  }).record(value, labels);
}

/** Reads values whenever our metrics are collected. `read` must be quick; what it does not give has no value then. */
export function observe(name: GaugeName | CounterName, read: () => Iterable<Observation>): void {
  const { readers } = made();
  const isNew = !readers.has(name);
  readers.set(name, read);
  if (!isNew) return;
  const { type, help } = definition(name);
  const meter = metrics.getMeter(SCOPE);
  const instrument =
    type === "counter"
      ? meter.createObservableCounter(name, { description: help })
      : meter.createObservableGauge(name, { description: help });
  instrument.addCallback((result: ObservableResult) => {
    for (const { value, labels } of readers.get(name)?.() ?? []) result.observe(value, labels);
  });
}

/** Gauges that are set when something happens, read when they are collected. */
const levels = processSingleton("telemetry-levels", () => new Map<GaugeName, Map<string, Observation>>());

export function setLevel(name: GaugeName, value: number, labels: LabelValues = {}): void {
  const known = levels().get(name);
  const of = known ?? new Map<string, Observation>();
  of.set(JSON.stringify(labels), { value, labels });
  if (known) return;
  levels().set(name, of);
  observe(name, () => of.values());
}

/** Adds to a level: how many of something there are now. */
export function addToLevel(name: GaugeName, by: number, labels: LabelValues = {}): void {
  const before = levels().get(name)?.get(JSON.stringify(labels))?.value ?? 0;
  setLevel(name, before + by, labels);
}
