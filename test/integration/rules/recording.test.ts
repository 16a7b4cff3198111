import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { alarmRules, alarms, alarmTransitions } from "@/db/schema/alarms";
import { auditLog } from "@/db/schema/audit";
import { recordingRules, retiredSeries, ruleGroups } from "@/db/schema/rules";
import { seedAlarmRules } from "@/lib/alarms";
import { evaluateRules } from "@/lib/alarms/tick";
import type { Context } from "@/lib/core/context";
import { ForbiddenError, InvalidError, NotFoundError, UnavailableError } from "@/lib/core/errors";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import {
  deleteRuleFile,
  listPrometheusRules,
  listRuleFiles,
  previewRuleFile,
  readRuleFile,
  saveRuleFile,
} from "@/lib/rules";
import { newEvaluator, startDueGroups } from "@/lib/rules/tick";
import { actingAs, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const opened: { database: TestDatabase; metrics: MetricStore }[] = [];
afterAll(() =>
  Promise.all(
    opened.map(async ({ database, metrics }) => {
      await metrics.close();
      await database.drop();
    }),
  ),
);

const T0 = Date.UTC(2026, 0, 1);
const NAME = { name: "node.yml" };
const FILE = `groups:
  - name: pay
    interval: 10s
    rules:
      - record: job:load:sum
        expr: sum by (job) (load)
      - record: job:load:double
        expr: 2 * job:load:sum
        labels: {team: pay}
`;

/** A database of its own, the real store, and a clock that the test moves. */
async function makeWorld() {
  const database = await testDatabase();
  const clock = { now: T0 + 500 };
  const now = () => clock.now;
  const metrics = openEmbeddedStore({ sql: database.db.$client, now });
  opened.push({ database, metrics });
  const ctx = testContext(database.db, { now, metrics });
  const errors: unknown[] = [];
  let evaluator = newEvaluator((error) => errors.push(error));
  const look = async (over: Partial<Context> = {}) => {
    await startDueGroups({ ...ctx, ...over }, evaluator);
    await Promise.all(evaluator.busy.values());
  };
  const load = (values: Record<string, number | null>, at = clock.now) => {
    const series = Object.entries(values).map(([job, value]) => ({
      labels: { __name__: "load", job },
      t: [at],
      v: value === null ? new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer) : [value],
    }));
    return metrics.write({ series });
  };
  /** Sets the clock to a moment of the grid, `load` as of then, and evaluates a second later. */
  const at = async (s: number, values: Record<string, number | null>) => {
    clock.now = T0 + 1_000 * s;
    await load(values);
    clock.now += 1_100;
    await look();
  };
  const read = async (expr: string, time = clock.now) => {
    const value = await metrics.query(expr, time);
    if (value.type !== "vector") throw new Error(`${expr} is no vector.`);
    return value.samples.map(({ labels, v }) => [labels["job"] ?? "", v]);
  };
  return {
    ctx,
    clock,
    look,
    at,
    load,
    read,
    errors,
    db: database.db,
    /** A worker that remembers nothing takes over. */
    restart: () => (evaluator = newEvaluator((error) => errors.push(error))),
  };
}

describe("evaluation of recording rules", () => {
  it("writes results as samples on the grid; a rule sees what the one before it wrote", async () => {
    const { ctx, at, read } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1, b: 2 });
    expect(await read("job:load:sum")).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect(await read('job:load:double{team="pay"}')).toEqual([
      ["a", 2],
      ["b", 4],
    ]);
    expect(await read("timestamp(job:load:double)")).toEqual([
      ["a", T0 / 1000 + 20],
      ["b", T0 / 1000 + 20],
    ]);
    await at(30, { a: 5, b: 2 });
    expect(await read('count_over_time(job:load:double{job="a"}[1m])')).toEqual([["a", 2]]);
    const [file] = (await listRuleFiles(ctx)).files;
    expect(file).toMatchObject({
      name: "node.yml",
      groups: [
        {
          name: "pay",
          intervalMs: 10_000,
          lastEvaluatedAt: T0 + 30_000,
          missed: 0,
          rules: [
            { record: "job:load:sum", health: "ok", series: 2, lastError: null, lastValue: null },
            { record: "job:load:double", health: "ok", series: 2 },
          ],
        },
      ],
    });
  });

  it("ends a series at once when the expression yields it no more", async () => {
    const { ctx, at, read } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1, b: 2 });
    await at(30, { a: 1, b: null });
    expect(await read("job:load:sum")).toEqual([["a", 1]]);
    expect(await read("job:load:double")).toEqual([["a", 2]]);
    expect(await read("job:load:sum", T0 + 29_000)).toHaveLength(2);
    await at(40, { a: 1, b: 3 });
    expect(await read("job:load:sum")).toHaveLength(2);
  });

  it("ends the series of a rule that is removed, replaced or moved, and keeps those that stay", async () => {
    const { ctx, at, read, look, clock, db } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1 });
    await saveRuleFile(ctx, NAME, FILE.replace("job:load:double", "job:load:twice"));
    clock.now += 1_000;
    await look();
    expect(await read("job:load:double")).toEqual([]);
    expect(await read("job:load:sum")).toEqual([["a", 1]]);
    await at(30, { a: 1 });
    expect(await read("job:load:twice")).toEqual([["a", 2]]);
    await deleteRuleFile(ctx, NAME);
    clock.now += 1_000;
    await look();
    expect(await read('{__name__=~"job:load:.*"}')).toEqual([]);
    expect(await read('{__name__=~"job:load:.*"}', T0 + 31_000)).toHaveLength(2);
    expect(await db.select().from(retiredSeries)).toEqual([]);
    expect(await db.select().from(ruleGroups)).toEqual([]);
  });

  it("evaluates a moment again after a crash without a change, and forgets no series", async () => {
    const { ctx, at, read, restart, look, clock, load, db } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1, b: 2 });
    // The samples of 30 s are written, then the worker dies before it notes the evaluation.
    clock.now = T0 + 30_000;
    await load({ a: 7, b: 8, c: 9 });
    clock.now += 1_100;
    const dies = new Proxy(ctx.db, {
      get: (db, name) =>
        name === "transaction" ? () => Promise.reject(new Error("killed")) : Reflect.get(db, name, db),
    });
    await look({ db: dies });
    const [group] = await db.select().from(ruleGroups);
    expect(group?.lastEvaluatedAt?.getTime()).toBe(T0 + 20_000);
    expect(await read("job:load:sum")).toHaveLength(3);
    restart();
    await look();
    expect(await read("count_over_time(job:load:sum[1m])")).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 1],
    ]);
    const [file] = (await listRuleFiles(ctx)).files;
    expect(file?.groups[0]?.rules).toMatchObject([{ health: "ok" }, { health: "ok" }]);
    // What was first seen by the one that died ends properly too.
    restart();
    await at(40, { a: 1, b: 2, c: null });
    expect(await read("job:load:sum")).toHaveLength(2);
  });

  it("goes on at the last moment of the grid after an outage, and counts what it missed", async () => {
    const { ctx, at, read, restart } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1 });
    restart();
    await at(70, { a: 2 });
    expect(await read("count_over_time(job:load:sum[2m])")).toEqual([["a", 2]]);
    expect((await listRuleFiles(ctx)).files[0]?.groups[0]).toMatchObject({ missed: 4 });
  });

  it("writes and ends nothing while the store does not answer, and says so", async () => {
    const { ctx, at, read, look, clock } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    await at(20, { a: 1 });
    clock.now = T0 + 31_100;
    const away = () => Promise.reject(new UnavailableError("The engine is away."));
    await look({ metrics: { ...ctx.metrics, query: away } });
    const [file] = (await listRuleFiles(ctx)).files;
    expect(file?.groups[0]?.rules).toMatchObject([
      { health: "error", lastError: "The engine is away.", series: null, lastEvaluatedAt: T0 + 30_000 },
      { health: "error" },
    ]);
    expect(await read("job:load:sum")).toEqual([["a", 1]]);
    await at(40, { a: 1 });
    expect((await listRuleFiles(ctx)).files[0]?.groups[0]?.rules).toMatchObject([
      { health: "ok", lastError: null },
      { health: "ok" },
    ]);
  });

  it("keeps to the limit of the group, and asks about the past with an offset", async () => {
    const { ctx, at, read } = await makeWorld();
    const limited = FILE.replace("interval: 10s", "interval: 10s\n    limit: 1\n    query_offset: 10s");
    await saveRuleFile(ctx, NAME, limited);
    await at(20, { a: 1 });
    await at(30, { a: 2, b: 1 });
    expect(await read("job:load:sum")).toEqual([["a", 1]]);
    expect(await read("timestamp(job:load:sum)")).toEqual([["a", T0 / 1000 + 20]]);
    await at(40, { a: 2, b: 1 });
    const [rule] = (await listRuleFiles(ctx)).files[0]?.groups[0]?.rules ?? [];
    expect(rule).toMatchObject({ health: "error", lastError: "exceeded limit of 1 with 2 series" });
  });

  it("evaluates series whose labels hold any unicode", async () => {
    const { ctx, at, read, errors } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    const odd = 'a\u0000"东\u{1f4a5}';
    await at(20, { [odd]: 1 });
    await at(30, { [odd]: null, b: 1 });
    expect(await read("job:load:sum")).toEqual([["b", 1]]);
    expect(errors).toEqual([]);
  });
});

describe("rule files", () => {
  const ALERTS = `groups:
  - name: pay
    rules:
      - alert: PayDown
        expr: load == 0
        for: 10s
        labels: {severity: page}
        annotations: {summary: "{{ $labels.job }}"}
`;

  it("are taken whole, given back as they came, listed, and written to the audit", async () => {
    const { ctx, db } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    expect(await readRuleFile(ctx, NAME)).toBe(FILE);
    const [before] = await db.select().from(recordingRules).orderBy(recordingRules.position);
    await saveRuleFile(ctx, NAME, `${FILE}  - name: more\n`);
    const [after] = await db.select().from(recordingRules).orderBy(recordingRules.position);
    expect(after).toEqual(before);
    await deleteRuleFile(ctx, NAME);
    await expect(deleteRuleFile(ctx, NAME)).rejects.toThrow(NotFoundError);
    await expect(readRuleFile(ctx, NAME)).rejects.toThrow(NotFoundError);
    const audit = await db.select().from(auditLog).orderBy(auditLog.id);
    expect(audit.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      "rule_file.create node.yml",
      "rule_file.replace node.yml",
      "rule_file.delete node.yml",
    ]);
  });

  it("are refused as a whole with the line and column of the first fault", async () => {
    const { ctx } = await makeWorld();
    await saveRuleFile(ctx, NAME, FILE);
    const bad = FILE.replace("2 * job:load:sum", "2 * )");
    const refused = saveRuleFile(ctx, NAME, bad);
    await expect(refused).rejects.toThrow(InvalidError);
    await expect(refused).rejects.toMatchObject({ place: "8:20" });
    expect(await readRuleFile(ctx, NAME)).toBe(FILE);
    expect(await previewRuleFile(ctx, NAME, bad)).toMatchObject({
      groups: [{ name: "pay", recording: [{ name: "job:load:sum", expr: "sum by (job) (load)" }] }],
      faults: [{ line: 8, column: 20 }],
    });
    expect((await previewRuleFile(ctx, NAME, FILE)).faults).toEqual([]);
  });

  it("do not record what another file records, nor take the name of another's alarm rule", async () => {
    const { ctx } = await makeWorld();
    await seedAlarmRules(ctx, false);
    await saveRuleFile(ctx, NAME, FILE);
    const other = { name: "other.yml" };
    await expect(saveRuleFile(ctx, other, FILE)).rejects.toMatchObject({
      message:
        "5:1: job:load:sum is recorded with the same labels by the group pay of the file node.yml (and 1 more)",
    });
    await expect(saveRuleFile(ctx, other, ALERTS.replace("PayDown", "TargetDown"))).rejects.toMatchObject({
      message: "4:1: the alarm rule TargetDown is there already: it came with the product",
    });
    await saveRuleFile(ctx, other, ALERTS);
    await expect(saveRuleFile(ctx, { name: "third.yml" }, ALERTS)).rejects.toMatchObject({
      message: "4:1: the alarm rule PayDown is there already: it is in the file other.yml",
    });
  });

  it("bring alerting rules with them: they fire, are shown in their group, and go with the file", async () => {
    const { ctx, at, load, clock, db } = await makeWorld();
    const both = FILE.replace("    rules:\n", `    rules:\n${ALERTS.split("\n").slice(3).join("\n")}`);
    await saveRuleFile(ctx, NAME, both);
    await at(20, { a: 0 });
    for (const s of [20, 25, 30]) {
      clock.now = T0 + s * 1_000 + 1_000;
      await load({ a: 0 });
      await evaluateRules(ctx);
    }
    const [rule] = await db.select().from(alarmRules).where(eq(alarmRules.name, "PayDown"));
    expect(rule).toMatchObject({ severity: "warning", labels: { severity: "page" }, forMs: 10_000 });
    expect((await listPrometheusRules(ctx)).groups).toMatchObject([
      {
        name: "pay",
        file: "node.yml",
        interval: 10,
        rules: [
          { type: "alerting", name: "PayDown", state: "firing", alerts: [{ labels: { severity: "page" } }] },
          { type: "recording", name: "job:load:sum", query: "sum by (job) (load)", health: "ok" },
          { type: "recording", name: "job:load:double", labels: { team: "pay" } },
        ],
      },
    ]);
    // The same rule with another limit goes on firing.
    await saveRuleFile(ctx, NAME, both.replace("load == 0", "load <= 0"));
    expect(await db.select().from(alarms)).toMatchObject([{ state: "firing", ruleId: rule?.id }]);
    await saveRuleFile(ctx, NAME, FILE);
    expect(await db.select().from(alarmRules)).toEqual([]);
    expect((await db.select().from(alarmTransitions)).at(-1)).toMatchObject({
      from: "firing",
      to: "resolved",
    });
  });

  it("are changed by nobody below operator", async () => {
    const { ctx } = await makeWorld();
    const viewer = actingAs(ctx, "viewer");
    for (const call of [
      saveRuleFile(viewer, NAME, FILE),
      deleteRuleFile(viewer, NAME),
      previewRuleFile(viewer, NAME, ""),
    ])
      await expect(call).rejects.toThrow(ForbiddenError);
  });

  it("have names that are safe in an address and in a header", async () => {
    const { ctx } = await makeWorld();
    for (const name of ["../x.yml", "a b.yml", 'a".yml', "a", "", ".yml", `${"a".repeat(200)}.yml`])
      await expect(saveRuleFile(ctx, { name }, FILE)).rejects.toThrow(/is named like node.yml/);
  });
});
