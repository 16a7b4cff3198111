import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import { parseExpr } from "@/lib/promql/parse";
import { prettyExpr } from "@/lib/promql/pretty";
import { invalidParameter } from "./read-parameters";

/** `/api/v1/format_query`: the expression over as many lines as it needs. @throws InvalidError in Prometheus' words */
export function answerFormat(ctx: Pick<Context, "metrics">, form: URLSearchParams): string {
  try {
    return prettyExpr(parseExpr(form.get("query") ?? "", ctx.metrics.dialect));
  } catch (error) {
    if (error instanceof InvalidError) throw invalidParameter("query", error.message, error);
    throw error;
  }
}
