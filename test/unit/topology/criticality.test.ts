import { describe, expect, it } from "vitest";
import { edgeKey, measureCriticality, type EdgeMoment } from "@/lib/topology/criticality";

const moment = (
  at: number,
  source: string,
  destination: string,
  callsPerS: number,
  failedPerS: number,
): EdgeMoment => ({ at, source, destination, callsPerS, failedPerS });
const times = [1, 2, 3, 4];
const measured = (moments: EdgeMoment[], source: string, destination: string) =>
  measureCriticality(moments).get(edgeKey({ source, destination }));

describe("measureCriticality", () => {
  it("is 1 when the caller failed with its callee and 0 when it answered all the same", () => {
    const critical = times.flatMap((at) => [
      moment(at, "gateway", "pay", 100, 50),
      moment(at, "pay", "order", 100, 50),
    ]);
    expect(measured(critical, "pay", "order")).toBe(1);
    const optional = times.flatMap((at) => [
      moment(at, "gateway", "pay", 100, 0),
      moment(at, "pay", "coupon", 100, 50),
    ]);
    expect(measured(optional, "pay", "coupon")).toBe(0);
  });

  it("counts several failed calls of one request once", () => {
    const moments = times.flatMap((at) => [
      moment(at, "gateway", "order", 100, 100),
      moment(at, "order", "mysql-order", 1_000, 1_000),
    ]);
    expect(measured(moments, "order", "mysql-order")).toBe(1);
  });

  it("says nothing where two callees failed at once, where failures were few, or seen twice only", () => {
    const both = times.flatMap((at) => [
      moment(at, "gateway", "pay", 100, 50),
      moment(at, "pay", "order", 100, 50),
      moment(at, "pay", "coupon", 100, 50),
    ]);
    expect(measureCriticality(both).has(edgeKey({ source: "pay", destination: "coupon" }))).toBe(false);
    const few = times.flatMap((at) => [
      moment(at, "gateway", "pay", 100, 1),
      moment(at, "pay", "order", 100, 1),
    ]);
    expect(measured(few, "pay", "order")).toBeUndefined();
    const twice = [1, 2].flatMap((at) => [
      moment(at, "gateway", "pay", 100, 50),
      moment(at, "pay", "order", 100, 50),
    ]);
    expect(measured(twice, "pay", "order")).toBeUndefined();
  });
});
