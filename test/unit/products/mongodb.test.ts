import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { ActiveFault } from "@/lib/simulator/effects";
import { targetState, type World } from "@/lib/simulator/world";
import { fault, MORNING, worldAt } from "../../support/play-world";

const AT = MORNING + MINUTE_MS;

const failedAt = (world: World, part: string, port: string): number | undefined =>
  world.cells[0]?.ports.find((one) => one.part === part && one.name === port)?.seen.failed;

const roleOf = (world: World, id: string) => targetState(world, id)?.detail["role"];

describe("a MongoDB replica set", () => {
  it("elects a member of the lost primary's zone within 15 s; until then nothing is written", () => {
    const faults = [fault("mongodb.primary_down", "mongodb-report-0", AT, 5 * MINUTE_MS)];
    const world = worldAt(AT + 5 * SECOND_MS, faults);
    expect(failedAt(world, "mongodb-report", "write")).toBe(1);
    worldAt(AT + 15 * SECOND_MS, faults, world);
    expect(
      ["mongodb-report-0", "mongodb-report-1", "mongodb-report-2"].map((id) => roleOf(world, id)),
    ).toEqual(["secondary", "primary", "secondary"]);
    expect(failedAt(world, "mongodb-report", "write")).toBe(0);
  });

  it("loses the writes of two seconds when its primary steps down", () => {
    const faults = [fault("mongodb.step_down", "mongodb-content-0", AT, 5 * MINUTE_MS)];
    const world = worldAt(AT, faults);
    expect(failedAt(world, "mongodb-content", "write")).toBeCloseTo(2 / 5, 5);
    worldAt(AT + 5 * SECOND_MS, faults, world);
    expect(failedAt(world, "mongodb-content", "write")).toBe(0);
    expect(roleOf(world, "mongodb-content-0")).toBe("secondary");
  });

  it("takes no writes without a majority, and takes them again by itself when it has one", () => {
    const faults = ["mongodb-content-0", "mongodb-content-1"].map((id) =>
      fault("mongodb.primary_down", id, AT, 2 * MINUTE_MS),
    );
    const world = worldAt(AT + MINUTE_MS, faults);
    expect(failedAt(world, "mongodb-content", "write")).toBe(1);
    expect(targetState(world, "mongodb-content-2")?.compared["clusterHasPrimary"]).toBe(false);
    worldAt(AT + 3 * MINUTE_MS, faults, world);
    expect(failedAt(world, "mongodb-content", "write")).toBe(0);
  });

  it("confirms no write that only its primary has", () => {
    const stalled = (id: string) => fault("mongodb.secondary_stalled", id, AT, 5 * MINUTE_MS);
    const one = worldAt(AT + MINUTE_MS, [stalled("mongodb-content-1")]);
    expect(failedAt(one, "mongodb-content", "write")).toBe(0);
    const both = worldAt(AT + MINUTE_MS, [stalled("mongodb-content-1"), stalled("mongodb-content-2")]);
    expect([failedAt(both, "mongodb-content", "write"), failedAt(both, "mongodb-content", "read")]).toEqual([
      1, 0,
    ]);
  });

  it("must copy a secondary anew only when it fell behind the oplog", () => {
    const stalled = fault("mongodb.secondary_stalled", "mongodb-content-1", AT, 15 * MINUTE_MS);
    const shrunk = fault("mongodb.oplog_shrunk", "mongodb-content-1", AT, 15 * MINUTE_MS);
    const stale = (faults: readonly ActiveFault[]) =>
      targetState(worldAt(AT + 14 * MINUTE_MS, faults), "mongodb-content-1")?.detail["copiedAnew"];
    expect([stale([stalled]), stale([shrunk]), stale([stalled, shrunk])]).toEqual([false, false, true]);
  });
});
