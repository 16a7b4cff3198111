import { isDeepStrictEqual } from "node:util";
import type { UnixMs } from "@/lib/core/time";
import type { Matrix, QueryAnnotations, QueryOptions, QueryValue, VectorSample } from "@/lib/metrics/store";
import type { MetricDefinition } from "@/lib/products/types";
import type { Filter } from "../plan";
import type { Receipt } from "../schemas";
import type { AnswerContext } from "./answerer";
import { evidenceOf, NOW_WINDOW_MS } from "./promql";

/** A question to a person must not hang: our choice, as long as the slowest chart may take. */
const TIMEOUT_MS = 20_000;

export interface QuerySpec {
  promql: string;
  purpose: Receipt["purpose"];
  unit: string;
  metric: MetricDefinition;
  /** Further metrics that the query reads. */
  also?: readonly MetricDefinition[];
  filters: readonly Filter[];
  /** What the figures cover; an instant query is evaluated at `to`. */
  from: UnixMs;
  to: UnixMs;
}

const optionsOf = ({ signal }: AnswerContext) => ({ timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) });

/** Options by which a query's warnings and infos come into `notes`. */
function noting(answer: AnswerContext, notes: string[]): QueryOptions {
  const onAnnotations = ({ warnings, infos }: QueryAnnotations): void => {
    notes.push(...warnings, ...infos);
  };
  return { ...optionsOf(answer), onAnnotations };
}

function samplesOf(value: QueryValue): VectorSample[] {
  if (value.type === "vector") return value.samples.filter(({ v }) => !Number.isNaN(v));
  return value.type === "scalar" && !Number.isNaN(value.v) ? [{ labels: {}, t: value.t, v: value.v }] : [];
}

const firstOf = (value: QueryValue): number | null => samplesOf(value)[0]?.v ?? null;

/** How many stored samples lie behind a query, and how old the newest is. Figures for trust, never a reason to fail. */
async function findEvidence(answer: AnswerContext, spec: QuerySpec) {
  const windowMs = Math.max(spec.to - spec.from, NOW_WINDOW_MS);
  const read = [spec.metric, ...(spec.also ?? [])].map((metric) =>
    evidenceOf(metric, spec.filters, windowMs),
  );
  const samples = read.map((evidence) => evidence.samples).join(" + ");
  const ask = async (promql: string) => {
    try {
      return firstOf(await answer.ctx.metrics.query(promql, spec.to, optionsOf(answer)));
    } catch {
      return null; // Said as "could not be counted" in the receipt.
    }
  };
  const [count, ...newest] = await Promise.all([
    ask(samples),
    ...read.map((evidence) => ask(evidence.newest)),
  ]);
  const times = newest.filter((at) => at !== null);
  return {
    sampleCount: count ?? null,
    newestSampleAt: times.length === 0 ? null : Math.round(Math.max(...times) * 1000),
  };
}

function receiptOf(
  answer: AnswerContext,
  spec: QuerySpec,
  evidence: Pick<Receipt, "sampleCount" | "newestSampleAt">,
  rest: { seriesCount: number; stepS: number; notes: string[] },
): Receipt {
  const { promql, purpose, unit, from, to } = spec;
  return { promql, purpose, unit, from, to, timezone: answer.timezone, ...evidence, ...rest };
}

/** Evaluates at `spec.to`. A value that is not a number is no value. */
export async function runInstant(
  answer: AnswerContext,
  spec: QuerySpec,
): Promise<{ samples: VectorSample[]; receipt: Receipt }> {
  answer.onQuery?.(spec.promql);
  const notes: string[] = [];
  const [value, evidence] = await Promise.all([
    answer.ctx.metrics.query(spec.promql, spec.to, noting(answer, notes)),
    findEvidence(answer, spec),
  ]);
  const samples = samplesOf(value);
  const rest = { seriesCount: samples.length, stepS: 0, notes };
  return { samples, receipt: receiptOf(answer, spec, evidence, rest) };
}

/** Evaluates every `stepS` over the range. */
export async function runRange(
  answer: AnswerContext,
  spec: QuerySpec,
  stepS: number,
): Promise<{ matrix: Matrix; receipt: Receipt }> {
  answer.onQuery?.(spec.promql);
  const range = { from: spec.from, to: spec.to };
  const notes: string[] = [];
  const [found, evidence] = await Promise.all([
    answer.ctx.metrics.queryRange(spec.promql, range, stepS * 1000, noting(answer, notes)),
    findEvidence(answer, spec),
  ]);
  const matrix = found.filter(({ v }) => v.some((value) => !Number.isNaN(value)));
  return { matrix, receipt: receiptOf(answer, spec, evidence, { seriesCount: matrix.length, stepS, notes }) };
}

/** The sample with the same labels, its name aside. */
export function sameSeries(
  samples: readonly VectorSample[],
  labels: VectorSample["labels"],
): VectorSample | undefined {
  const bare = (all: VectorSample["labels"]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name !== "__name__"));
  return samples.find((sample) => isDeepStrictEqual(bare(sample.labels), bare(labels)));
}
