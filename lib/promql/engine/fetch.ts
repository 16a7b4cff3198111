import type { RangeMs } from "@/lib/core/time";
import type { Expr, VectorSelector } from "../ast";
import { LabelSet } from "../labels";
import type { QueryMemory, SeriesSource } from "../source";
import { openMs } from "../dialect";
import type { EngineContext } from "./context";
import { gridEnd, resolveAt, subqueryGrid, type Grid } from "./grid";
import type { Samples } from "./samples";

type Plan = Pick<EngineContext, "bounds" | "lookbackMs" | "defaultStepMs" | "dialect">;

interface Need {
  selector: VectorSelector;
  window: RangeMs;
}

/** Every selector of the expression with the window that its grid will read. Both ends are in. */
function needs(expr: Expr, grid: Grid, plan: Plan, out: Need[]): Need[] {
  switch (expr.kind) {
    case "vectorSelector":
      out.push({ selector: expr, window: windowOf(expr, plan.lookbackMs, grid, plan) });
      break;
    case "matrixSelector":
      out.push({ selector: expr.selector, window: windowOf(expr.selector, expr.rangeMs, grid, plan) });
      break;
    case "subquery": {
      const inner = subqueryGrid(expr, grid, plan);
      if (inner.count > 0) needs(expr.expr, inner, plan, out);
      break;
    }
    case "call":
      for (const arg of expr.args) needs(arg, grid, plan, out);
      break;
    case "aggregate":
      if (expr.param !== null) needs(expr.param, grid, plan, out);
      needs(expr.expr, grid, plan, out);
      break;
    case "binary":
      needs(expr.left, grid, plan, out);
      needs(expr.right, grid, plan, out);
      break;
    case "unary":
    case "paren":
      needs(expr.expr, grid, plan, out);
      break;
    case "number":
    case "string":
      break;
  }
  return out;
}

function windowOf(selector: VectorSelector, backMs: number, grid: Grid, plan: Plan): RangeMs {
  const at = resolveAt(selector.at, plan.bounds);
  const first = (at ?? grid.start) - selector.offsetMs;
  const last = (at ?? gridEnd(grid)) - selector.offsetMs;
  return { from: first - backMs + openMs(plan.dialect), to: last };
}

/** Reads all selectors at once, each pair of matchers and window only once. */
export async function fetchSeries(
  source: SeriesSource,
  expr: Expr,
  grid: Grid,
  plan: Plan,
  signal: AbortSignal | undefined,
  memory?: QueryMemory,
): Promise<Map<VectorSelector, readonly Samples[]>> {
  const reads = new Map<string, Promise<Samples[]>>();
  const fetched = await Promise.all(
    needs(expr, grid, plan, []).map(async ({ selector, window }) => {
      const key = JSON.stringify([selector.matchers, window.from, window.to]);
      const read = reads.get(key) ?? readOne(source, selector, window, signal, memory);
      reads.set(key, read);
      return [selector, await read] as const;
    }),
  );
  return new Map(fetched);
}

async function readOne(
  source: SeriesSource,
  selector: VectorSelector,
  window: RangeMs,
  signal: AbortSignal | undefined,
  memory: QueryMemory | undefined,
): Promise<Samples[]> {
  const series = await source.select(selector.matchers, window.from, window.to, signal, memory);
  const samples = series.map(({ labels, t, v, start, end }) => ({
    labels: LabelSet.from(labels),
    t,
    v,
    start,
    end,
  }));
  return samples.sort((a, b) => a.labels.compare(b.labels));
}
