import type { DurationMs, UnixMs } from "@/lib/core/time";
import { openMs } from "../dialect";
import type { EngineContext } from "./context";
import type { AtModifier, Subquery } from "../ast";

/** Evaluation moments `start + i * step`, `0 <= i < count`. An instant query is a grid of one. */
export interface Grid {
  start: UnixMs;
  step: DurationMs;
  count: number;
}

export function gridEnd(grid: Grid): UnixMs {
  return grid.start + (grid.count - 1) * grid.step;
}

/** First and last moment of the whole query: what `@ start()` and `@ end()` stand for, in subqueries too. */
export interface QueryBounds {
  start: UnixMs;
  end: UnixMs;
}

export function resolveAt(at: AtModifier | null, bounds: QueryBounds): UnixMs | null {
  if (at === "start") return bounds.start;
  return at === "end" ? bounds.end : at;
}

/**
 * Moments at which a subquery's inner expression is evaluated: multiples of its step since 1970 that cover every window
 * of the outer grid. `count` is 0 when no multiple falls inside.
 *
 * @see Prometheus 2.42 `promql/engine.go`, eval, case SubqueryExpr
 */
export function subqueryGrid(
  expr: Subquery,
  outer: Grid,
  { bounds, defaultStepMs, dialect }: Pick<EngineContext, "bounds" | "defaultStepMs" | "dialect">,
): Grid {
  const step = expr.stepMs ?? defaultStepMs;
  const at = resolveAt(expr.at, bounds);
  const first = (at ?? outer.start) - expr.offsetMs - expr.rangeMs + openMs(dialect);
  const last = (at ?? gridEnd(outer)) - expr.offsetMs;
  let start = step * Math.trunc(first / step);
  if (start < first) start += step;
  return { start, step, count: Math.max(0, Math.floor((last - start) / step) + 1) };
}
