import type { Labels, VectorSample } from "@/lib/metrics/store";
import type { MetricDefinition } from "@/lib/products/types";
import type { Filter, MetricPlan } from "../plan";
import type { Receipt } from "../schemas";
import { metricOf } from "../understand/catalogue";
import type { AnswerContext } from "./answerer";
import { titleOf } from "./describe";
import { nameOf, unitOf } from "./figures";
import { sayWhen } from "./moments";
import { expressionOf } from "./promql";
import type { ExpressionSpec } from "./promql";

/** One metric of a plan with all that its queries and sentences share. */
export interface MetricQuestion {
  answer: AnswerContext;
  plan: MetricPlan;
  metric: MetricDefinition;
  filters: Filter[];
  unit: string;
  title: string;
  when: string;
  where: string;
  /** Unix ms. An instant query is evaluated at `to`. */
  from: number;
  to: number;
}

/** Labels that the result keeps: those asked for, none for one figure, each series otherwise. */
export const keptLabels = (plan: MetricPlan): readonly string[] | null =>
  plan.groupBy.length > 0 ? plan.groupBy : plan.overall ? [] : null;

export function questionOf(answer: AnswerContext, plan: MetricPlan, name: string): MetricQuestion | null {
  const found = metricOf(answer.catalogue, name);
  if (!found) return null;
  // The product is in the name of the metric; a label matcher for it would only lengthen the query.
  const filters = plan.filters.filter((f) => f.label !== "product");
  const to = plan.range?.to ?? answer.now;
  return {
    answer,
    plan,
    metric: found.metric,
    filters,
    unit: unitOf(found.metric, plan.statistic),
    title: titleOf(name, answer),
    when: sayWhen(plan.range, answer),
    where: answer.say.where(filters.flatMap((f) => f.values)),
    from: plan.range?.from ?? to,
    to,
  };
}

/** PromQL of the question, changed where `change` says so. */
export function promqlOf(question: MetricQuestion, change: Partial<ExpressionSpec> = {}): string {
  const { metric, filters, plan, from, to } = question;
  return expressionOf({
    metric,
    filters,
    by: keptLabels(plan),
    statistic: plan.statistic,
    rangeMs: to > from ? to - from : null,
    ...change,
  });
}

export function specOf(question: MetricQuestion, purpose: Receipt["purpose"], promql: string) {
  const { metric, filters, unit, from, to } = question;
  return { promql, purpose, unit, metric, filters, from, to };
}

export const seriesName = ({ plan, answer }: MetricQuestion, labels: Labels): string =>
  nameOf(labels, plan.groupBy.length > 0 ? plan.groupBy : null, answer.say.all);

export const byValue = (order: "asc" | "desc") => (a: VectorSample, b: VectorSample) =>
  order === "asc" ? a.v - b.v : b.v - a.v;
