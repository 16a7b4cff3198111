import { describe, expect, it } from "vitest";
import { drill, refusal, settledWorld, type Moment } from "../../support/database-drill";

const whole = (moment: Moment) => moment.own["own"] as Record<string, number>;
const own = (moment: Moment, id: string) => moment.node(id)["own"] as Record<string, number>;
const bloat = (moment: Moment): number => {
  const { dead = 0, live = 1 } = whole(moment);
  return dead / (dead + live);
};

describe("a PostgreSQL primary that is lost", () => {
  const played = drill("postgres.primary_down", "postgres-position-0", 120, 30);

  it("has its lease run out and its standby promoted within 60 s", () => {
    expect(played.at(5).write.failed).toBe(1);
    expect(played.until(({ write }) => write.failed < 0.01, 5)).toBeLessThanOrEqual(45);
    expect(played.at(60).primary).toBe("postgres-position-1");
  });

  it("is rebuilt within 60 s, and commits wait for a standby that is there", () => {
    expect(played.until(({ up }) => up["postgres-position-0"] === true, 5)).toBeLessThanOrEqual(60);
    const sync = whole(played.at(140))["sync"] ?? -1;
    expect([0, 2]).toContain(sync);
  });
});

describe("the synchronous standby", () => {
  it("holds every commit up when it is lost, until the manager lets it go; reads go on", () => {
    const played = drill("postgres.standby_down", "postgres-risk-1", 60, 0);
    expect(played.at(5).write.failed).toBeGreaterThan(0.99);
    expect(played.at(5).write.failsAfterS).toBeGreaterThan(2);
    expect(played.at(5).read.failed).toBeLessThan(0.2);
    expect(played.until(({ write }) => write.failed < 0.01, 5)).toBeLessThanOrEqual(20);
    expect(whole(played.at(30))["sync"]).toBe(-1);
  });

  it("is another one where there is another one", () => {
    const played = drill("postgres.standby_down", "postgres-position-1", 40, 0);
    expect(whole(played.at(30))["sync"]).toBe(2);
  });

  it("is not the last of three: commits do not notice that one", () => {
    const played = drill("postgres.standby_down", "postgres-position-2", 40, 0);
    expect(Math.max(...played.moments.map(({ write }) => write.failed))).toBeLessThan(0.01);
  });
});

describe("a forgotten replication slot", () => {
  it("keeps the log, and gives it back after the undo", () => {
    const played = drill("postgres.replication_slot_leak", "postgres-risk-0", 120, 200, { walMibPerS: 150 });
    expect(own(played.at(115), "postgres-risk-0")["slotBytes"]).toBeGreaterThan(100 * 150 * 1024 ** 2);
    expect(own(played.at(320), "postgres-risk-0")["slotBytes"]).toBeLessThan(16 * 1024 ** 2);
  });

  it("stops the server when the disk is full; the standby, which has no slot, takes over", () => {
    const played = drill("postgres.replication_slot_leak", "postgres-risk-0", 300, 120, {
      walMibPerS: 2_000,
    });
    const stopped = played.until(({ up }) => up["postgres-risk-0"] === false);
    expect(stopped).toBeGreaterThan(30);
    expect(stopped).toBeLessThan(120);
    expect(played.at(stopped + 60).primary).toBe("postgres-risk-1");
    expect(played.at(295).up["postgres-risk-0"]).toBe(false);
    expect(played.until(({ up }) => up["postgres-risk-0"] === true, 300)).toBeLessThanOrEqual(340);
  });
});

describe("vacuum", () => {
  it("off, lets tables bloat and statements get dearer; on again, it cleans up", () => {
    const played = drill("postgres.autovacuum_off", "postgres-risk-0", 240, 300);
    expect(bloat(played.at(5))).toBeLessThan(0.05);
    expect(bloat(played.at(240))).toBeGreaterThan(0.4);
    expect(played.at(240).read.latency.meanS).toBeGreaterThan(1.2 * played.at(5).read.latency.meanS);
    expect(bloat(played.at(540))).toBeLessThan(0.05);
  });

  it("cannot pass a session that is idle in a transaction", () => {
    const played = drill("postgres.idle_in_transaction", "postgres-position-0", 120, 0);
    expect(whole(played.at(115))["dead"]).toBeGreaterThan(whole(played.at(5))["dead"] ?? 0);
  });
});

describe("limits", () => {
  it("no connection is left when a release leaves its transactions open, a minute or two after it began", () => {
    const played = drill("postgres.idle_in_transaction", "postgres-risk-0", 180, 30);
    expect(played.at(60).write.failed).toBeLessThan(0.01);
    expect(played.at(175).write.failed).toBeGreaterThan(0.5);
    expect(played.at(185).write.failed).toBeLessThan(0.01);
  });

  it("without transaction ids every write fails at once and reads go on", () => {
    const { write, read } = drill("postgres.xid_wraparound", "postgres-risk-0", 60, 0).at(30);
    expect(write.failed).toBe(1);
    expect(write.failsAfterS).toBeLessThan(0.1);
    expect(read.failed).toBe(0);
  });

  it("a table locked for a change keeps its callers waiting, and leaves the others alone", () => {
    const { write } = drill("postgres.exclusive_lock", "postgres-risk-0", 60, 0, { queriesRatio: 0.1 }).at(
      30,
    );
    expect(write.failed).toBeGreaterThan(0.09);
    expect(write.failed).toBeLessThan(0.3);
    expect(write.failsAfterS).toBeGreaterThan(1);
  });
});

it("refuses a failover that nobody could take over", () =>
  expect(refusal(settledWorld(), "postgres.primary_down", "postgres-report-0")).toMatch(/has no standby/));
