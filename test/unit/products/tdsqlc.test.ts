import { describe, expect, it } from "vitest";
import { drill, refusal, settledWorld, type Moment } from "../../support/database-drill";

const own = (moment: Moment, id: string) => moment.node(id)["own"] as Record<string, number>;

describe("a TDSQL-C writer that is lost", () => {
  const played = drill("tdsqlc.writer_down", "tdsqlc-trade-0", 90, 30);

  it("has a successor of its zone within 15 s, as nothing is copied or replayed", () => {
    expect(played.at(5).write.failed).toBe(1);
    expect(played.until(({ write }) => write.failed < 0.01, 5)).toBeLessThanOrEqual(15);
    expect(played.at(20).primary).toBe("tdsqlc-trade-1");
  });

  it("is replaced by another compute node within 60 s, while the fault still holds", () =>
    expect(played.until(({ up }) => up["tdsqlc-trade-0"] === true, 5)).toBeLessThanOrEqual(60));
});

describe("the shared storage", () => {
  it("takes writes with two copies of three", () => {
    const { write, read } = drill("tdsqlc.storage_zone_down", "tdsqlc-trade-0", 60, 0, { copies: 1 }).at(30);
    expect([write.failed < 0.001, read.failed < 0.001]).toEqual([true, true]);
  });

  it("takes no write with one copy, while reads go on; callers wait all their patience", () => {
    const played = drill("tdsqlc.storage_zone_down", "tdsqlc-history-0", 60, 60, { copies: 2 });
    const { write, read } = played.at(20);
    expect(write.failed).toBeGreaterThan(0.99);
    expect(write.failsAfterS).toBeGreaterThan(2);
    expect(read.failed).toBeLessThan(0.05);
    expect(played.until(({ write: after }) => after.failed < 0.01, 60)).toBeLessThanOrEqual(70);
  });

  it("brings a dropped table back within 15 s of the undo, whatever its size", () => {
    const played = drill("tdsqlc.table_dropped", "tdsqlc-trade-0", 60, 30);
    expect(played.at(30).read.failed).toBeCloseTo(0.4, 2);
    expect(played.until(({ read }) => read.failed < 0.001, 60)).toBeLessThanOrEqual(75);
  });
});

describe("serverless scaling", () => {
  it("keeps the usage of a node near what the scaler aims at, far from its limit", () => {
    const moment = drill("tdsqlc.reader_down", "tdsqlc-trade-3", 5, 60).at(60);
    expect(Number(moment.node("tdsqlc-trade-0")["usage"])).toBeGreaterThan(0.4);
    expect(Number(moment.node("tdsqlc-trade-0")["usage"])).toBeLessThan(0.7);
  });

  it("grows the reader that takes over, so that no statement fails for long", () => {
    const played = drill("tdsqlc.writer_down", "tdsqlc-trade-0", 60, 0);
    expect(own(played.at(55), "tdsqlc-trade-1")["units"]).toBeGreaterThan(
      own(played.at(5), "tdsqlc-trade-1")["units"] ?? 0,
    );
    expect(played.at(55).write.failed).toBeLessThan(0.001);
  });

  it("cannot pass a limit that was lowered, and grows back after it", () => {
    const played = drill("tdsqlc.capacity_capped", "tdsqlc-trade-0", 90, 90, { neededRatio: 0.8 });
    expect(Number(played.at(60).node("tdsqlc-trade-0")["usage"])).toBeGreaterThan(0.95);
    expect(played.at(60).write.failed).toBeGreaterThan(0.1);
    expect(played.at(60).write.failed).toBeLessThan(0.3);
    expect(played.until(({ write }) => write.failed < 0.001, 90)).toBeLessThanOrEqual(120);
  });
});

it("refuses what a reader cannot have", () => {
  expect(refusal(settledWorld(), "tdsqlc.log_storage_slow", "tdsqlc-trade-1")).toMatch(/is not the primary/);
  expect(refusal(settledWorld(), "tdsqlc.reader_down", "tdsqlc-trade-0")).toMatch(/is no replica/);
});
