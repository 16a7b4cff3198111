import { describe, expect, it } from "vitest";
import { LimitError } from "@/lib/core/errors";
import { readObserved } from "@/lib/resources/discovery/read-observed";
import { scriptedMetrics } from "../../support/context";

type Row = Record<string, string>;

/** A store that has these products and jobs, and answers each query by the part that it names. */
const store = (products: Record<string, Row[] | Error>, jobs: Record<string, Row[] | Error> = {}) =>
  scriptedMetrics({
    labelValues: (label) => Promise.resolve(Object.keys(label === "product" ? products : jobs)),
    query: (expr, t) => {
      const all = Object.entries({ ...products, ...jobs });
      const [, rows] = all.find(([name]) => expr.includes(`=${JSON.stringify(name)}`)) ?? [];
      if (rows instanceof Error) return Promise.reject(rows);
      return Promise.resolve({
        type: "vector",
        samples: (rows ?? []).map((labels) => ({ labels, t, v: 1 })),
      });
    },
  });
const read = (metrics: ReturnType<typeof store>) => readObserved({ metrics }, 0);

describe("readObserved", () => {
  it("finds resources by product and resource, and by job and instance", async () => {
    const { resources, failures } = await read(
      store(
        { mysql: [{ resource: "db-0", zone: "zone-a" }] },
        { node: [{ instance: "web:9100", env: "prod" }] },
      ),
    );
    expect(failures).toEqual([]);
    expect([...resources.values()]).toEqual([
      {
        id: "db-0",
        product: "mysql",
        job: null,
        instance: null,
        attributes: { product: ["mysql"], zone: ["zone-a"] },
      },
      {
        id: "node@web:9100",
        product: "node",
        job: "node",
        instance: "web:9100",
        attributes: { env: ["prod"] },
      },
    ]);
  });

  it("keeps every value that the series of one resource have, each once", async () => {
    const { resources } = await read(
      store({
        mysql: [
          { resource: "a", zone: "x" },
          { resource: "a", zone: "y" },
          { resource: "a", zone: "x" },
        ],
      }),
    );
    expect(resources.get("a")?.attributes.zone).toEqual(["x", "y"]);
  });

  it("goes on when one product is too large, and tells which", async () => {
    const { resources, failures } = await read(
      store({ huge: new LimitError("too many samples"), mysql: [{ resource: "a" }] }),
    );
    expect([...resources.keys()]).toEqual(["a"]);
    expect(failures).toEqual([{ part: { kind: "product", name: "huge" }, reason: "too many samples" }]);
  });

  it("leaves out names that cannot be stored or addressed", async () => {
    const { resources } = await read(
      store({
        p: [
          { resource: "nul\u0000" },
          { resource: "x".repeat(301) },
          { resource: "export" },
          { resource: "ok" },
        ],
      }),
    );
    expect([...resources.keys()]).toEqual(["ok"]);
  });

  it("writes names into the query so that they stay names", async () => {
    const asked: string[] = [];
    const metrics = scriptedMetrics({
      labelValues: (label) => Promise.resolve(label === "product" ? ['a"} or vector(1)'] : []),
      query: (expr) => {
        asked.push(expr);
        return Promise.resolve({ type: "vector", samples: [] });
      },
    });
    await read(metrics);
    expect(asked[0]).toContain(String.raw`product="a\"} or vector(1)"`);
  });
});
