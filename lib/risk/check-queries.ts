import { RISK_CHECKS } from "./catalogue";

/** What the checks ask of the metrics: one query a check and product. Each yields one value a resource. */
export function checkQueries(): { promql: string; unit: string }[] {
  return RISK_CHECKS.flatMap(({ metric, unit = "", products }) =>
    metric === undefined ? [] : products.map((product) => ({ promql: metric(product), unit })),
  );
}
