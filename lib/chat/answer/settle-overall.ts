import type { MetricPlan } from "../plan";

/** Two spans are compared as wholes, unless single resources or groups were asked for. */
export const settleOverall = (plan: MetricPlan): MetricPlan =>
  plan.compare !== null && plan.groupBy.length === 0 && !plan.filters.some((f) => f.label === "resource")
    ? { ...plan, overall: true }
    : plan;
