import { describe, expect, it } from "vitest";
import { MINUTE_MS } from "@/lib/core/time";
import { bytesPerSMax, iopsMax } from "@/lib/products/cbs/fleet";
import type { World } from "@/lib/simulator/world";
import { fault, MORNING, play, worldAt } from "../../support/play-world";

const GIB = 1024 ** 3;
const AT = MORNING + MINUTE_MS;

const seenAt = (world: World, part: string, port: string) => {
  const found = world.cells[0]?.ports.find((one) => one.part === part && one.name === port);
  if (!found) throw new Error(`${part} has no port ${port}.`);
  return found.seen;
};

describe("a cloud disk", () => {
  it("has the limits of its type and size, as the vendor publishes them", () => {
    expect([iopsMax("premium", 50 * GIB), iopsMax("premium", 2_000 * GIB)]).toEqual([2_200, 6_000]);
    expect([iopsMax("ssd", 100 * GIB), iopsMax("ssd", 2_000 * GIB)]).toEqual([4_800, 26_000]);
    expect([bytesPerSMax("ssd", 100 * GIB), bytesPerSMax("ssd", 2_000 * GIB)]).toEqual([140e6, 260e6]);
  });

  it("slows the writes of its database when it is the primary's, and only a share of the reads", () => {
    const slow = (id: string) => worldAt(AT + MINUTE_MS, [fault("cbs.io_delay", id, AT, 5 * MINUTE_MS)]);
    const usual = worldAt(AT + MINUTE_MS, []);
    const added = (world: World, port: string): number =>
      seenAt(world, "cbs-mysql-order", port).latency.meanS -
      seenAt(usual, "cbs-mysql-order", port).latency.meanS;
    const primary = slow("cbs-mysql-order-0");
    const replica = slow("cbs-mysql-order-1");
    expect([added(primary, "write"), added(replica, "write")].map((s) => Number(s.toFixed(3)))).toEqual([
      0.06, 0,
    ]);
    expect([added(primary, "read"), added(replica, "read")].map((s) => Number(s.toFixed(3)))).toEqual([
      0.02, 0.02,
    ]);
    expect(seenAt(primary, "mysql-order", "write").latency.meanS).toBeGreaterThan(0.05);
    expect(seenAt(replica, "mysql-order", "write").latency.meanS).toBeLessThan(0.05);
  });

  it("fails every write of its database when it hangs, and none afterwards", () => {
    const faults = [fault("cbs.io_hang", "cbs-mysql-order-0", AT, MINUTE_MS)];
    const world = worldAt(AT + MINUTE_MS / 2, faults);
    expect(seenAt(world, "mysql-order", "write").failed).toBe(1);
    worldAt(AT + 3 * MINUTE_MS, faults, world);
    expect(seenAt(world, "mysql-order", "write").failed).toBe(0);
  });

  it("is read and written as often as its database asks for", () => {
    const world = worldAt(AT, []);
    const ports = world.cells[0]?.ports ?? [];
    const writes = ports.find(({ part, name }) => part === "mysql-order" && name === "write")?.offered ?? 0;
    expect(
      ports.find(({ part, name }) => part === "cbs-mysql-order" && name === "write")?.offered,
    ).toBeCloseTo(writes, 6);
    expect(writes).toBeGreaterThan(100);
  });

  it("tries a refused snapshot again each minute", async () => {
    const faults = [fault("cbs.snapshot_failed", "cbs-mysql-order-0", AT, 10 * MINUTE_MS)];
    const played = play(
      MORNING,
      6 * MINUTE_MS,
      { faults },
      { metrics: new Set(["cbs_snapshot_failures_total"]) },
    );
    const failures = async (minute: number) =>
      (
        await played.ask('cbs_snapshot_failures_total{resource="cbs-mysql-order-0"}', AT + minute * MINUTE_MS)
      )[0]?.v;
    expect([await failures(0), await failures(2), await failures(4)]).toEqual([1, 3, 5]);
  });
});
