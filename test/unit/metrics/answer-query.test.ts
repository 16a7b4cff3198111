import { describe, expect, it } from "vitest";
import { answerExemplars } from "@/lib/metrics/api/answer-exemplars";
import { answerQuery, answerQueryRange } from "@/lib/metrics/api/answer-query";
import { answerLabels, answerLabelValues, answerMetadata, answerSeries } from "@/lib/metrics/api/list";
import type { MetricStore, QueryOptions, SeriesQuery } from "@/lib/metrics/store";

const signal = new AbortController().signal;
const names = ["a", "b", "c"];
const samples = names.map((app) => ({ labels: { app }, t: 5_000, v: 1 }));
const series = names.map((app) => ({ labels: { app }, t: Float64Array.of(5_000), v: Float64Array.of(1) }));

/** A store that says what it is told to, and remembers how it was asked. */
function scripted() {
  const asked: (QueryOptions | SeriesQuery)[] = [];
  const list = (query: SeriesQuery): Promise<string[]> => {
    asked.push(query);
    return Promise.resolve(names.slice(0, query.limit ?? names.length));
  };
  const store = {
    dialect: "2",
    query: (_expr: string, _at: number, options: QueryOptions = {}) => {
      asked.push(options);
      options.onAnnotations?.({ warnings: ["beware"], infos: ["by the way"] });
      return Promise.resolve({ type: "vector" as const, samples });
    },
    queryRange: () => Promise.resolve(series),
    series: (query: SeriesQuery) => list(query).then((found) => found.map((app) => ({ app }))),
    labelNames: list,
    labelValues: (_label: string, query: SeriesQuery) => list(query),
    metadata: () =>
      Promise.resolve(names.map((metric) => ({ metric, type: "gauge" as const, help: "", unit: "" }))),
  };
  // Safe because the answers of this file call nothing else.
  return { asked, ctx: { now: () => 5_000, metrics: store as unknown as MetricStore } };
}

type Parameters = Record<string, string>;
const form = (parameters: Parameters) => new URLSearchParams(parameters);

async function query(parameters: Parameters) {
  const bytes = await answerQuery(scripted().ctx, form({ query: "x", ...parameters }), signal);
  return JSON.parse(Buffer.from(bytes).toString()) as { data: { result: unknown[] }; warnings: string[] };
}

async function range(parameters: Parameters) {
  const all = { query: "x", start: "1", end: "2", step: "1", ...parameters };
  const bytes = await answerQueryRange(scripted().ctx, form(all), signal);
  return JSON.parse(Buffer.from(bytes).toString()) as { data: { result: unknown[] }; warnings?: string[] };
}

describe("a query", () => {
  it("hands on warnings and infos", async () => {
    expect(await query({})).toMatchObject({ warnings: ["beware"], infos: ["by the way"] });
  });

  it("gives as many series as its limit, and says that there are more", async () => {
    const two = await query({ limit: "2" });
    expect(two.data.result).toHaveLength(2);
    expect(two.warnings).toEqual(["beware", "results truncated due to limit"]);
    expect((await query({ limit: "3" })).warnings).toEqual(["beware"]);
    expect((await query({ limit: "0" })).data.result).toHaveLength(3);
    expect((await range({ limit: "1" })).warnings).toEqual(["results truncated due to limit"]);
    expect((await range({})).warnings).toBeUndefined();
  });

  it("looks back as far as it is told", async () => {
    const { asked, ctx } = scripted();
    await answerQuery(ctx, form({ query: "x", lookback_delta: "1m" }), signal);
    expect(asked).toMatchObject([{ lookbackMs: 60_000 }]);
  });

  it("names its expression in an error at one moment, and does not over a range", async () => {
    await expect(async () => query({ query: "x{" })).rejects.toThrow(/^invalid parameter "query": 1:3/);
    await expect(async () => range({ query: "x{" })).rejects.toThrow(/^1:3: parse error/);
  });

  it("looks at the timeout before the expression", async () => {
    await expect(async () => query({ query: "x{", timeout: "x" })).rejects.toThrow('parameter "timeout"');
  });

  it.each([
    ["x[5m]", "range vector"],
    ['"x"', "string"],
  ])("over a range cannot be %s: the request is bad, not its execution", async (expr, type) => {
    await expect(async () => range({ query: expr })).rejects.toMatchObject({
      code: "invalid",
      message: `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
    });
  });
});

describe("a list", () => {
  const lists = [
    ["series", (ctx: ReturnType<typeof scripted>["ctx"], f: URLSearchParams) => answerSeries(ctx, f, signal)],
    ["labels", (ctx: ReturnType<typeof scripted>["ctx"], f: URLSearchParams) => answerLabels(ctx, f, signal)],
    [
      "label values",
      (ctx: ReturnType<typeof scripted>["ctx"], f: URLSearchParams) =>
        answerLabelValues(ctx, "app", f, signal),
    ],
  ] as const;

  it.each(lists)("of %s gives as many as its limit, and says that there are more", async (_, answer) => {
    const cut = await answer(scripted().ctx, form({ "match[]": "x", limit: "2" }));
    expect(cut.data).toHaveLength(2);
    expect(cut.warnings).toEqual(["results truncated due to limit"]);
    expect((await answer(scripted().ctx, form({ "match[]": "x", limit: "3" }))).warnings).toEqual([]);
  });

  it.each(lists)("of %s that ends before it starts is empty", async (_, answer) => {
    const { asked, ctx } = scripted();
    expect((await answer(ctx, form({ "match[]": "x", start: "2", end: "1" }))).data).toEqual([]);
    expect(asked).toEqual([]);
  });

  it.each([
    ["", "1:1: parse error: unexpected end of input"],
    ["{}", "match[] must contain at least one non-empty matcher"],
    ['{app=""}', "match[] must contain at least one non-empty matcher"],
    ["x[5m]", '1:2: parse error: unexpected "["'],
    ["x offset 5m", "1:3: parse error: unexpected <offset>"],
    ["sum(x)", '1:4: parse error: unexpected "("'],
    ["(x)", '1:1: parse error: unexpected "("'],
    ["1", '1:1: parse error: unexpected number "1"'],
    ["x{", "1:3: parse error: unexpected end of input inside braces"],
  ])("refuses the selector %j; only that of series names the parameter", async (selector, message) => {
    const bad = form({ "match[]": selector });
    await expect(async () => answerLabels(scripted().ctx, bad, signal)).rejects.toThrow(message);
    await expect(async () => answerSeries(scripted().ctx, bad, signal)).rejects.toThrow(
      `invalid parameter "match[]": ${message}`,
    );
  });
});

describe("metadata", () => {
  it.each([
    ["", 3],
    ["2", 2],
    ["0", 0],
    ["-1", 3],
  ])("with the limit %j is of %d metrics", async (limit, count) => {
    const found = await answerMetadata(scripted().ctx, form({ limit }));
    expect(Object.keys(found)).toHaveLength(count);
  });

  it("refuses a limit a metric that is no number", async () => {
    await expect(answerMetadata(scripted().ctx, form({ limit_per_metric: "x" }))).rejects.toThrow(
      "limit_per_metric must be a number",
    );
  });
});

describe("exemplars", () => {
  it("are none of any series, and nothing at all without one", () => {
    expect(answerExemplars(scripted().ctx, form({ query: "rate(x[5m])" }))).toEqual([]);
    expect(answerExemplars(scripted().ctx, form({ query: "1" }))).toBeNull();
  });

  it.each([
    [{}, "1:1: parse error: no expression found in input"],
    [{ query: "x", start: "2", end: "1" }, "end timestamp must not be before start timestamp"],
    [{ query: "x", start: "y" }, `invalid parameter "start": Invalid time value for 'start'`],
  ])("refuse %j", (parameters, message) => {
    expect(() => answerExemplars(scripted().ctx, form(parameters as Parameters))).toThrow(message);
  });
});
