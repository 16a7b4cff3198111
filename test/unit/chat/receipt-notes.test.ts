import { expect, it } from "vitest";
import type { AnswerContext } from "@/lib/chat/answer/answerer";
import { runExpression } from "@/lib/chat/answer/run-expression";
import { receiptSchema } from "@/lib/chat/schemas";
import type { Context } from "@/lib/core/context";
import { scriptedMetrics } from "../../support/context";

const metrics = scriptedMetrics({
  query: (expr, at, options) => {
    // Only the query that is asked for is spoken of, not those that count its evidence.
    if (expr === "rate(x[5m])") options?.onAnnotations?.({ warnings: ["a warning"], infos: ["an info"] });
    return Promise.resolve({ type: "vector", samples: [{ labels: {}, t: at, v: 1 }] });
  },
});

it("a receipt holds what PromQL says of its query, warnings first", async () => {
  // Safe because the answer is made of the metrics alone.
  const answer = { ctx: { metrics } as unknown as Context, timezone: "UTC" } as AnswerContext;
  const receipt = await runExpression(answer, { promql: "rate(x[5m])", unit: "", at: 0 });
  expect(receipt?.notes).toEqual(["a warning", "an info"]);
});

it("a receipt that was stored before there were notes has none", () => {
  const stored = {
    promql: "x",
    purpose: "answer",
    from: 0,
    to: 0,
    stepS: 0,
    timezone: "UTC",
    unit: "",
    seriesCount: 1,
    sampleCount: null,
    newestSampleAt: null,
  };
  expect(receiptSchema.parse(stored).notes).toEqual([]);
});
