import { array, assert, double, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { newShards, stepShards } from "@/lib/products/es/behaviour-shards";
import { targetState, type World } from "@/lib/simulator/world";
import { fault, MORNING, worldAt } from "../../support/play-world";

const AT = MORNING + MINUTE_MS;

const failedAt = (world: World, port: string): number | undefined =>
  world.cells[0]?.ports.find((one) => one.part === "es-product" && one.name === port)?.seen.failed;

const colorOf = (world: World, id: string) => targetState(world, id)?.compared["clusterColor"];

describe("copies of shards", () => {
  const plan = { primaryShards: 36, copies: 1, nodes: 3 };

  it("wait a minute for their node, then are made anew on the others", () => {
    const shards = newShards();
    stepShards(shards, plan, 1, 0, true, 5);
    expect(shards).toMatchObject({ unassigned: 24, initializing: 0, lost: 0 });
    for (let s = 0; s < 60; s += 5) stepShards(shards, plan, 1, 0, true, 5);
    expect(shards.missing).toBe(24);
    stepShards(shards, plan, 1, 0, true, 5);
    expect(shards.initializing).toBe(4);
    for (let s = 0; s < 600; s += 5) stepShards(shards, plan, 1, 0, true, 5);
    expect(shards).toMatchObject({ unassigned: 0, initializing: 0, missing: 0 });
  });

  it("are not made where no node has room", () => {
    const shards = newShards();
    for (let s = 0; s < 600; s += 5) stepShards(shards, plan, 1, 0, false, 5);
    expect(shards).toMatchObject({ unassigned: 24, initializing: 0 });
  });

  it("survive as many losses as there are further copies, and no more", () => {
    const lost = (copies: number, gone: number) => {
      const shards = newShards();
      stepShards(shards, { ...plan, copies }, gone, 0, true, 5);
      return shards.lost;
    };
    expect([lost(0, 1), lost(1, 1), lost(1, 2), lost(2, 2)]).toEqual([12, 0, 18, 0]);
  });

  it("are never fewer than none nor more than all, whatever nodes come and go", () =>
    assert(
      property(
        array(
          record({ gone: integer({ min: 0, max: 3 }), corrupt: double({ min: 0, max: 1, noNaN: true }) }),
        ),
        (events) => {
          const shards = newShards();
          for (const { gone, corrupt } of events) {
            stepShards(shards, plan, gone, corrupt, true, 30);
            for (const count of [shards.unassigned, shards.initializing, shards.lost, shards.missing])
              expect(count >= 0 && count <= 72).toBe(true);
          }
          stepShards(shards, plan, 0, 0, true, 30);
          expect(shards).toMatchObject({ unassigned: 0, initializing: 0, lost: 0, missing: 0 });
        },
      ),
    ));
});

describe("an Elasticsearch cluster", () => {
  it("answers every search when a node dies, and is yellow until the copies are made anew", () => {
    const faults = [fault("es.node_down", "es-product-1", AT, 15 * MINUTE_MS)];
    const world = worldAt(AT + 10 * SECOND_MS, faults);
    expect([failedAt(world, "search"), colorOf(world, "es-product-0")]).toEqual([0, "yellow"]);
    worldAt(AT + 14 * MINUTE_MS, faults, world);
    expect([failedAt(world, "search"), colorOf(world, "es-product-0")]).toEqual([0, "green"]);
  });

  it("waits in vain for a frozen node until three checks have failed", () => {
    const faults = [fault("es.node_frozen", "es-product-1", AT, 5 * MINUTE_MS)];
    const world = worldAt(AT + 10 * SECOND_MS, faults);
    expect(failedAt(world, "search")).toBeCloseTo(1 / 3, 2);
    worldAt(AT + 40 * SECOND_MS, faults, world);
    expect(failedAt(world, "search")).toBe(0);
  });

  it("is red at the loss of one node where shards have no copies", () => {
    const world = worldAt(AT + 10 * SECOND_MS, [fault("es.node_down", "es-log-0", AT, MINUTE_MS)]);
    expect(colorOf(world, "es-log-1")).toBe("red");
  });

  it("blocks writes past the flood stage, and lifts the block by itself once there is room", () => {
    const faults = [fault("es.disk_filled", "es-product-0", AT, 3 * MINUTE_MS)];
    const world = worldAt(AT + 2 * MINUTE_MS, faults);
    expect([failedAt(world, "index"), failedAt(world, "search")]).toEqual([1, 0]);
    worldAt(AT + 4 * MINUTE_MS, faults, world);
    expect(failedAt(world, "index")).toBe(0);
  });

  it("elects another master when the master dies", () => {
    const world = worldAt(AT + 15 * SECOND_MS, [fault("es.node_down", "es-product-0", AT, MINUTE_MS)]);
    expect(targetState(world, "es-product-1")?.detail["role"]).toBe("master");
  });
});
