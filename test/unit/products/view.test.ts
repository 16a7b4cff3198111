import { describe, expect, it } from "vitest";
import { PRODUCTS } from "@/lib/products/catalogue";
import { listFaults, listProducts } from "@/lib/products/view";

const faults = PRODUCTS.flatMap((product) => product.faults);

describe("the lists for programs", () => {
  it("hold everything, page by page, each once", () => {
    const pages = [0, 100, 200].map((offset) => listFaults({ limit: 100, offset }));
    expect(pages.map(({ total }) => total)).toEqual([faults.length, faults.length, faults.length]);
    expect(pages.flatMap((page) => page.faults.map(({ id }) => id))).toEqual(faults.map(({ id }) => id));
    expect(listProducts().products.map(({ id }) => id)).toEqual(PRODUCTS.map(({ id }) => id));
  });

  it("are filtered by what a fault is and by words of either language", () => {
    const drills = listFaults({ product: "mysql", kind: "node-loss", risk: 3 }).faults;
    expect(drills.length).toBeGreaterThan(0);
    expect(
      drills.filter((one) => one.product !== "mysql" || one.kind !== "node-loss" || one.risk !== 3),
    ).toEqual([]);
    expect(listFaults({ q: "热点" }).faults.map(({ id }) => id)).toContain("redis.hot_key");
    expect(listProducts({ layer: "access" }).products.every(({ layer }) => layer === "access")).toBe(true);
    expect(listProducts({ q: "REDIS" }).products.map(({ id }) => id)).toEqual(["redis"]);
  });

  it("tell parameters as JSON Schema with bounds and defaults", () => {
    const [slow] = listFaults({ q: "mysql.slow_queries" }).faults;
    expect(slow?.parameters).toMatchObject({
      type: "object",
      properties: {
        queriesRatio: { type: "number", minimum: expect.any(Number), default: expect.any(Number) },
      },
    });
  });

  it("refuse what they do not know, by its name", () => {
    expect(() => listFaults({ risk: 9 })).toThrow(/risk/);
    expect(() => listFaults({ limit: 0 })).toThrow(/limit/);
  });
});
