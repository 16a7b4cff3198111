import { describe, expect, it } from "vitest";
import { drill, refusal, settledWorld, type Moment } from "../../support/database-drill";

const ACCOUNT = ["mariadb-account-0", "mariadb-account-1", "mariadb-account-2"];
const compared = (moment: Moment, id: string) => moment.node(id)["own"] as Record<string, number>;

describe("a Galera node that is lost", () => {
  it("holds commits up until it is expelled, when it only reads", () => {
    const played = drill("mariadb.node_down", "mariadb-account-2", 120, 0);
    expect(played.at(5).write.failed).toBeGreaterThan(0.9);
    expect(played.at(10).write.failed).toBeLessThan(0.01);
    expect(played.at(10).read.failed).toBeLessThan(0.01);
  });

  it("hands the writes to another node within 15 s, when it wrote; it is back within 60 s", () => {
    const played = drill("mariadb.node_down", "mariadb-account-0", 120, 0);
    expect(played.until(({ write }) => write.failed < 0.01, 5)).toBeLessThanOrEqual(15);
    expect(played.at(20).primary).not.toBe("mariadb-account-0");
    const back = played.until(
      (moment) =>
        moment.up["mariadb-account-0"] === true && compared(moment, "mariadb-account-0")["joinsInS"] === 0,
      5,
    );
    expect(back).toBeLessThanOrEqual(60);
  });
});

describe("the quorum", () => {
  it("lost by every node, refuses reads too, though all processes are up", () => {
    const played = drill("mariadb.quorum_lost", "mariadb-account-1", 60, 30);
    const { read, write, up } = played.at(30);
    expect([read.failed, write.failed]).toEqual([1, 1]);
    expect(ACCOUNT.map((id) => up[id])).toEqual([true, true, true]);
    expect(played.until((moment) => moment.read.failed < 0.01, 60)).toBeLessThanOrEqual(75);
  });

  it("kept by two, serves on without the third, which refuses", () => {
    const played = drill("mariadb.node_partitioned", "mariadb-account-2", 60, 30);
    expect(played.at(30).write.failed).toBeLessThan(0.01);
    expect(played.at(30).read.failed).toBeLessThan(0.01);
    expect(compared(played.at(30), "mariadb-account-2")["joinsInS"]).toBeGreaterThan(0);
    expect(compared(played.at(85), "mariadb-account-2")["joinsInS"]).toBe(0);
  });
});

describe("synchronous replication", () => {
  it("goes as fast as its slowest node: what that one cannot apply waits in vain", () => {
    const { write, read } = drill("mariadb.flow_control", "mariadb-account-2", 60, 0, { applyRatio: 0.4 }).at(
      30,
    );
    expect(write.failed).toBeCloseTo(0.6, 1);
    expect(read.failed).toBeLessThan(0.05);
  });

  it("stands still during a schema change; reads go on", () => {
    const played = drill("mariadb.schema_change_blocks", "mariadb-account-0", 60, 20);
    expect(played.at(30).write.failed).toBeGreaterThan(0.99);
    expect(played.at(30).read.failed).toBeLessThan(0.05);
    expect(played.until(({ write }) => write.failed < 0.01, 60)).toBeLessThanOrEqual(70);
  });

  it("waits for lost packets to be sent again, and loses no commit by it", () => {
    const calm = drill("mariadb.network_loss", "mariadb-account-0", 5, 60).at(60);
    const { write, read } = drill("mariadb.network_loss", "mariadb-account-1", 60, 0, { lostRatio: 0.2 }).at(
      30,
    );
    expect(write.latency.tailS).toBeGreaterThanOrEqual(0.2);
    expect(write.latency.tailShare).toBeGreaterThan(0.3);
    expect(write.failed).toBeLessThan(0.01);
    expect(read.latency.tailShare).toBe(calm.read.latency.tailShare);
  });

  it("copies a node that lost its state within 35 s of the undo; meanwhile the writer serves the reads", () => {
    const played = drill("mariadb.state_transfer", "mariadb-account-1", 60, 60);
    expect(played.at(30).read.failed).toBeLessThan(0.01);
    const synced = played.until((moment) => compared(moment, "mariadb-account-1")["joinsInS"] === 0, 60);
    expect(synced).toBeLessThanOrEqual(95);
    expect(synced).toBeGreaterThan(75);
  });
});

it("refuses to take a node when the majority would go with it", () => {
  const { world } = drill("mariadb.node_down", "mariadb-account-2", 120, -90);
  expect(refusal(world, "mariadb.node_down", "mariadb-account-0")).toMatch(/fewer than two peers/);
  expect(refusal(settledWorld(), "mariadb.node_down", "mariadb-account-0")).toBeUndefined();
});
