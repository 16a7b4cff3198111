import type { DurationMs } from "@/lib/core/time";
import type { Dialect } from "../dialect";
import type { Expr, MatrixSelector, VectorSelector } from "../ast";
import type { Annotations } from "./annotations";
import type { Budget } from "./budget";
import type { EngineValue } from "./column";
import type { Grid, QueryBounds } from "./grid";
import type { Samples } from "./samples";

/** What holds for one query. */
export interface EngineContext {
  bounds: QueryBounds;
  lookbackMs: DurationMs;
  /** Step of a subquery that gives none. */
  defaultStepMs: DurationMs;
  dialect: Dialect;
  budget: Budget;
  annotations: Annotations;
  /** Series of each selector over every window it will read, fetched before evaluation begins. */
  fetched: ReadonlyMap<VectorSelector, readonly Samples[]>;
  /** The evaluator of expressions, handed down so that functions can evaluate their arguments. */
  evaluate: (ctx: EngineContext, expr: Expr, grid: Grid) => Promise<EngineValue>;
}

export function seriesOf(ctx: EngineContext, selector: VectorSelector | MatrixSelector): readonly Samples[] {
  return ctx.fetched.get(selector.kind === "matrixSelector" ? selector.selector : selector) ?? [];
}
