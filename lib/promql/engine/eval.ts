import { InvalidError } from "@/lib/core/errors";
import type { Aggregate, Expr, Unary } from "../ast";
import { aggregate } from "./aggregate";
import { warnOfQuantiles } from "./notes";
import { evalBinary } from "./binary";
import { evalCall } from "./call";
import { dropNames, hasAny, refuseSameLabels, type EngineValue } from "./column";
import type { EngineContext } from "./context";
import type { Grid } from "./grid";
import { isStepInvariant } from "./invariant";
import { evaluateVector } from "./operands";
import { evalVectorSelector } from "./selector";

/** Evaluates over the whole grid at once: each node is visited once, whatever the number of steps. */
export async function evaluateExpr(ctx: EngineContext, expr: Expr, grid: Grid): Promise<EngineValue> {
  ctx.budget.check();
  if (grid.count > 1 && expr.kind !== "number" && expr.kind !== "string" && isStepInvariant(expr)) {
    const once = await evaluateExpr(ctx, expr, { ...grid, count: 1 });
    return repeat(ctx, once, grid.count);
  }
  switch (expr.kind) {
    case "number":
      return { kind: "scalar", v: new Float64Array(grid.count).fill(expr.value) };
    case "string":
      return { kind: "string", value: expr.value };
    case "paren":
      return evaluateExpr(ctx, expr.expr, grid);
    case "vectorSelector":
      return { kind: "vector", columns: await evalVectorSelector(ctx, expr, grid) };
    case "unary":
      return evalUnary(ctx, expr, grid);
    case "binary": {
      const left = await evaluateExpr(ctx, expr.left, grid);
      const right = await evaluateExpr(ctx, expr.right, grid);
      return evalBinary(expr, left, right);
    }
    case "aggregate":
      return evalAggregate(ctx, expr, grid);
    case "call":
      return evalCall(ctx, expr, grid);
    case "matrixSelector":
    case "subquery":
  }
  throw new InvalidError("a range vector can only be an argument of a function");
}

/** Spreads the one result of a step-invariant expression over the grid. */
function repeat(ctx: EngineContext, value: EngineValue, count: number): EngineValue {
  if (value.kind === "string") return value;
  if (value.kind === "scalar")
    return { kind: "scalar", v: new Float64Array(count).fill(value.v[0] ?? Number.NaN) };
  ctx.budget.spend(value.columns.length * count, value.columns.length * count);
  const columns = value.columns.map(({ labels, v, present }) => ({
    labels,
    v: new Float64Array(count).fill(v[0] ?? Number.NaN),
    present: new Uint8Array(count).fill(present[0] ?? 0),
  }));
  return { kind: "vector", columns };
}

async function evalUnary(ctx: EngineContext, expr: Unary, grid: Grid): Promise<EngineValue> {
  const value = await evaluateExpr(ctx, expr.expr, grid);
  if (expr.op === "+" || value.kind === "string") return value;
  if (value.kind === "scalar") return { kind: "scalar", v: value.v.map((v) => -v) };
  // What a comparison filtered out everywhere is no series.
  const found = value.columns.filter(({ present }) => hasAny(present));
  for (const { v } of found) for (let i = 0; i < v.length; i++) v[i] = -(v[i] as number); // Safe: i < length.
  return { kind: "vector", columns: refuseSameLabels(dropNames(found)) };
}

async function evalAggregate(ctx: EngineContext, expr: Aggregate, grid: Grid): Promise<EngineValue> {
  const param = expr.param === null ? null : await evaluateExpr(ctx, expr.param, grid);
  const columns = await evaluateVector(ctx, expr.expr, grid);
  const value =
    param === null || param.kind === "vector" ? null : param.kind === "scalar" ? param.v : param.value;
  if (expr.op === "quantile" && expr.param !== null && value instanceof Float64Array) {
    warnOfQuantiles(ctx.annotations, value, expr.param);
  }
  if (ctx.budget.due()) await ctx.budget.pause();
  return { kind: "vector", columns: aggregate(expr, columns, value, grid.count, ctx.dialect) };
}
