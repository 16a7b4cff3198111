import { describe, expect, it } from "vitest";
import { drill, partOf, refusal, settledWorld, type Moment } from "../../support/database-drill";

const readOnlyReads = (moment: Moment, id: string): number => Number(moment.node(id)["queries"]);
const care = (moment: Moment) => moment.own["care"] as Record<string, number>;
const rows = (moment: Moment): number => (care(moment)["rows"] ?? 0) * (1 - (care(moment)["lostShare"] ?? 0));

describe("a MySQL primary that is lost", () => {
  const played = drill("mysql.primary_down", "mysql-order-0", 120, 60);

  it("fails writes until another node of its zone is elected and the address points at it, within 60 s", () => {
    expect(played.at(5).write.failed).toBe(1);
    const elected = played.until(({ primary }) => primary === "mysql-order-1");
    const writable = played.until(({ write }) => write.failed < 0.01, 5);
    expect(elected).toBeLessThanOrEqual(40);
    expect(writable).toBe(elected + 5);
  });

  it("is replaced within 60 s, while the fault still holds", () =>
    expect(played.until(({ up }) => up["mysql-order-0"] === true, 5)).toBeLessThanOrEqual(60));

  it("joins as a replica: nobody switches back", () => expect(played.at(175).primary).toBe("mysql-order-1"));
});

describe("a read-only group", () => {
  it("answers all reads while there is no primary", () => {
    const played = drill("mysql.primary_down", "mysql-product-0", 60, 0);
    expect(played.at(10).write.failed).toBe(1);
    expect(played.at(10).read.failed).toBeLessThan(0.01);
  });

  it("is not asked for a primary, though it is the only one of the zone", () => {
    const played = drill("mysql.primary_down", "mysql-user-0", 60, 0);
    expect(played.until(({ primary }) => primary !== null, 5)).toBeLessThanOrEqual(40);
    expect(played.at(55).primary).toBe("mysql-user-1");
  });

  it("takes over the reads of a member that is lost, and the member is replaced within 60 s", () => {
    const played = drill("mysql.replica_down", "mysql-product-ro-0", 120, 0);
    const perTick = (s: number) =>
      readOnlyReads(played.at(s + 5), "mysql-product-ro-1") -
      readOnlyReads(played.at(s), "mysql-product-ro-1");
    expect(perTick(20) / perTick(100)).toBeGreaterThan(1.8);
    expect(played.at(20).read.failed).toBeLessThan(0.01);
    expect(played.until(({ up }) => up["mysql-product-ro-0"] === true, 5)).toBeLessThanOrEqual(60);
  });

  it("no longer reads from a member whose replication is broken once it lags 30 s", () => {
    const played = drill("mysql.replication_broken", "mysql-product-ro-0", 120, 0);
    const stopped = readOnlyReads(played.at(60), "mysql-product-ro-0");
    expect(readOnlyReads(played.at(20), "mysql-product-ro-0")).toBeLessThan(stopped);
    expect(readOnlyReads(played.at(110), "mysql-product-ro-0")).toBe(stopped);
  });
});

describe("a MySQL of one node without a backup", () => {
  it("is away for as long as the fault lasts, as nobody takes over and nobody replaces it", () => {
    const played = drill("mysql.all_nodes_down", "mysql-coupon-0", 180, 30);
    expect(played.moments.filter(({ s }) => s < 180).every(({ up }) => up["mysql-coupon-0"] === false)).toBe(
      true,
    );
    expect(played.until(({ write }) => write.failed < 0.01, 180)).toBeLessThanOrEqual(200);
  });

  it.each([
    ["mysql.primary_down", /has no standby/],
    ["mysql.primary_switch", /has no standby/],
    ["mysql.replication_broken", /is no replica/],
    ["mysql.table_dropped", /keeps no backup/],
    ["mysql.backup_failed", /takes no backups/],
  ])("is refused %s, with the reason", (id, reason) =>
    expect(refusal(settledWorld(), id, "mysql-coupon-0")).toMatch(reason),
  );
});

describe("a dropped table", () => {
  const played = drill("mysql.table_dropped", "mysql-order-0", 60, 60, { queriesRatio: 0.4 });

  it("takes its rows and fails its readers on every copy, and nobody else", () => {
    expect(rows(played.at(10)) / rows(played.at(120))).toBeCloseTo(0.6, 3);
    expect(played.at(10).read.failed).toBeCloseTo(0.4, 2);
    expect(played.at(10).write.failed).toBeCloseTo(0.4, 2);
  });

  it("comes back whole within 30 s of the undo: every row, and those that were added meanwhile", () => {
    expect(played.until(({ read }) => read.failed < 0.001, 60)).toBeLessThanOrEqual(90);
    expect(rows(played.at(120))).toBeGreaterThan(420e6);
    expect(care(played.at(120))["lostShare"]).toBe(0);
  });
});

describe("backups", () => {
  it("are a minute old at most, fail while the store refuses, and leave no hole once it answers", () => {
    const played = drill("mysql.backup_failed", "mysql-pay-0", 300, 20);
    const ageS = (moment: Moment) =>
      (Number(moment.own["clock"]) - (care(moment)["backedUpTo"] ?? 0)) / 1_000;
    expect(ageS(played.at(290))).toBeGreaterThan(240);
    expect(care(played.at(295))["backupFailures"]).toBeGreaterThanOrEqual(4);
    expect(ageS(played.at(305))).toBeLessThanOrEqual(5);
  });
});

describe("faults that nothing fails over from", () => {
  it("a primary left read-only refuses writes at once and serves reads", () => {
    const { write, read, primary } = drill("mysql.primary_read_only", "mysql-order-0", 60, 0).at(30);
    expect([write.failed, primary]).toEqual([1, "mysql-order-0"]);
    expect(write.failsAfterS).toBeLessThan(0.1);
    expect(read.failed).toBeLessThan(0.001);
  });

  it("a cut by the security group leaves every node up, and every statement waits for its time-out", () => {
    const { write, read, up, primary } = drill("mysql.network_cut", "mysql-order-2", 60, 0).at(30);
    expect([write.failed, read.failed, primary]).toEqual([1, 1, "mysql-order-0"]);
    expect(write.failsAfterS).toBe(1);
    expect(Object.values(up)).toEqual([true, true, true]);
  });

  it("an ended certificate is felt as pools turn over, not at once", () => {
    const played = drill("mysql.certificate_expired", "mysql-order-0", 120, 30);
    const failed = (s: number) => played.at(s).write.failed;
    expect(failed(5)).toBeLessThan(0.05);
    expect(failed(60)).toBeGreaterThan(failed(30));
    expect(failed(110)).toBeGreaterThan(0.9);
    expect(failed(130)).toBeLessThan(0.01);
  });
});

describe("a hot row", () => {
  it("fails what its queue cannot take, and only that", () => {
    const { write, read } = drill("mysql.lock_contention", "mysql-order-0", 60, 0, { writesRatio: 0.1 }).at(
      30,
    );
    expect(write.failed).toBeGreaterThan(0.03);
    expect(write.failed).toBeLessThan(0.15);
    expect(read.failed).toBeLessThan(0.01);
  });
});

describe("a long transaction", () => {
  it("piles up old versions for as long as it is open; purge works them off afterwards", () => {
    const played = drill("mysql.long_transaction", "mysql-order-0", 300, 300);
    const history = (s: number) =>
      (played.at(s).node("mysql-order-0")["own"] as Record<string, number>)["history"] ?? 0;
    expect(history(300)).toBeGreaterThan(1.6 * history(150));
    expect(history(595) / history(295)).toBeLessThan(0.01);
  });
});

it("the inventory tells a member of a read-only group", () => {
  const spec = partOf(settledWorld(), "mysql-product").members.find(
    ({ id }) => id === "mysql-product-ro-1",
  )?.spec;
  expect(spec).toMatchObject({ readOnlyGroup: "mysql-product-ro", replicas: 5, backupEnabled: true });
});
