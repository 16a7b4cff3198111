import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { parseExpr } from "@/lib/promql/parse";
import { selectorsOf } from "@/lib/promql/selectors";
import { readListRange } from "./read-parameters";

/**
 * `/api/v1/query_exemplars`: exemplars are not stored, so there are none of any query; Grafana asks with every panel.
 *
 * @returns null for an expression that reads no series: Prometheus then answers without a body.
 * @throws InvalidError in Prometheus' words
 */
export function answerExemplars(ctx: Pick<Context, "metrics">, form: URLSearchParams): readonly [] | null {
  const { from, to } = readListRange(form);
  if (to < from) throw new InvalidError("end timestamp must not be before start timestamp");
  const expr = parseExpr(form.get("query") ?? "", ctx.metrics.dialect);
  return selectorsOf(expr).length === 0 ? null : [];
}
