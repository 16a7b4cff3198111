import { assert, constantFrom, integer, property, record, uniqueArray } from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/core/time";
import { dtsFaults } from "@/lib/products/dts/faults";
import { worldSeries } from "@/lib/simulator/world";
import { fault, MORNING, play, worldAt } from "../../support/play-world";

const AT = MORNING + 2 * MINUTE_MS;
const metrics = new Set([
  "dts_source_rows_total",
  "dts_applied_rows_total",
  "dts_pending_rows",
  "dts_replication_lag_seconds",
]);
const of = (metric: string): string => `${metric}{resource="dts-order"}`;

describe("a replication task", () => {
  it("loses no row, whatever fails and in whatever order: what changed is applied or waits", () => {
    const trouble = uniqueArray(
      record({
        id: constantFrom(
          ...dtsFaults.map(({ id }) => id),
          "es.disk_filled",
          "es.shards_lost",
          "mysql.primary_down",
        ),
        from: integer({ min: 0, max: 8 }),
        minutes: integer({ min: 1, max: 5 }),
      }),
      { maxLength: 4, selector: ({ id }) => id },
    );
    assert(
      property(trouble, (events) => {
        const target = (id: string): string =>
          id.startsWith("dts.") ? "dts-order" : id.startsWith("es.") ? "es-product-0" : "mysql-order-0";
        const faults = events.map(({ id, from, minutes }) =>
          fault(id, target(id), MORNING + from * MINUTE_MS, minutes * MINUTE_MS),
        );
        const world = worldAt(MORNING + 15 * MINUTE_MS, faults);
        const series = worldSeries(world).filter(({ labels }) => labels["resource"] === "dts-order");
        const read = (name: string): number =>
          series.find(({ labels }) => labels["__name__"] === name)?.read() ?? Number.NaN;
        const missing =
          read("dts_source_rows_total") - read("dts_applied_rows_total") - read("dts_pending_rows");
        // Each of the three is a whole number of a fluid.
        expect(Math.abs(missing)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 12 },
    );
  });

  it("falls behind second by second while its source is cut off, and catches up at the pace of its class", async () => {
    const faults = [fault("dts.source_cut", "dts-order", AT, 2 * MINUTE_MS)];
    const played = play(MORNING, 8 * MINUTE_MS, { faults }, { metrics });
    const lagS = async (minute: number) =>
      (await played.ask(of("dts_replication_lag_seconds"), AT + minute * MINUTE_MS))[0]?.v ?? Number.NaN;
    expect(await lagS(-0.5)).toBeLessThan(2);
    expect(await lagS(1)).toBeGreaterThan(45);
    expect(await lagS(1.9)).toBeGreaterThan(90);
    expect(await lagS(5)).toBeLessThan(2);
  });

  it("holds rows back while its target takes none", async () => {
    const faults = [fault("es.disk_filled", "es-product-0", AT, 3 * MINUTE_MS)];
    const played = play(MORNING, 10 * MINUTE_MS, { faults }, { metrics });
    const pending = async (minute: number) =>
      (await played.ask(of("dts_pending_rows"), AT + minute * MINUTE_MS))[0]?.v ?? Number.NaN;
    expect(await pending(2.5)).toBeGreaterThan(1_000);
    expect(await pending(7)).toBeLessThan(100);
  });
});
