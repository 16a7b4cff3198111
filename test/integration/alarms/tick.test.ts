import { asc } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { alarmRules, alarms, alarmTransitions, ruleEvaluationSpans } from "@/db/schema/alarms";
import { auditLog } from "@/db/schema/audit";
import { liveEvents } from "@/db/schema/live";
import { acknowledgeAlarm, listAlarms, listPrometheusAlerts, listRules, seedAlarmRules } from "@/lib/alarms";
import { evaluateRules } from "@/lib/alarms/tick";
import { listPrometheusRules } from "@/lib/rules";
import type { Context } from "@/lib/core/context";
import { actingAs, scriptedMetrics, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const opened: TestDatabase[] = [];
afterAll(() => Promise.all(opened.map((database) => database.drop())));

/** A database of its own, one rule, and a world in which the expression yields what the test says. */
async function makeWorld(rule: Partial<typeof alarmRules.$inferInsert> = {}) {
  const database = await testDatabase();
  opened.push(database);
  const world = { now: Date.UTC(2026, 0, 1), down: [] as string[], broken: false };
  const metrics = scriptedMetrics({
    query: (_expr, at) =>
      world.broken
        ? Promise.reject(new Error("the store is away"))
        : Promise.resolve({
            type: "vector" as const,
            samples: world.down.map((resource) => ({ labels: { __name__: "up", resource }, t: at, v: 0 })),
          }),
  });
  const ctx = testContext(database.db, { now: () => world.now, metrics });
  await database.db.insert(alarmRules).values({
    name: "Down",
    expr: "up == 0",
    forMs: 10_000,
    severity: "critical",
    annotations: { summary: "{{ $labels.resource }} is down", summary_zh: "{{ $labels.resource }} 宕机" },
    ...rule,
  });
  const tick = async (...down: string[]) => {
    world.now += 5_000;
    world.down = down;
    return evaluateRules(ctx);
  };
  return { ctx, world, tick, db: database.db };
}

const history = async ({ db }: Context) =>
  (await db.select().from(alarmTransitions).orderBy(asc(alarmTransitions.id))).map(
    ({ labels, from, to }) => `${labels["resource"]} ${from}>${to}`,
  );

describe("evaluateRules", () => {
  it("stores each transition once, and tells readers only then", async () => {
    const { ctx, tick, db } = await makeWorld();
    expect(await tick("a")).toBe(1);
    expect(await tick("a")).toBe(0);
    expect(await tick("a")).toBe(1);
    expect(await tick("a")).toBe(0);
    expect(await tick()).toBe(1);
    expect(await tick()).toBe(0);
    expect(await history(ctx)).toEqual(["a null>pending", "a pending>firing", "a firing>resolved"]);
    expect((await db.select().from(liveEvents)).map((event) => event.topic)).toEqual([
      "alarms",
      "alarms",
      "alarms",
    ]);
  });

  it("goes on where a killed worker stopped, without firing on what nobody saw", async () => {
    const { ctx, world, tick } = await makeWorld();
    await tick("a");
    world.now += 600_000;
    await tick("a");
    await tick("a");
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({ state: "pending" });
    await tick("a");
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({ state: "firing", firedAt: world.now });
  });

  it("does not fire on what nobody could see while the store of metrics was away", async () => {
    const { ctx, world, tick } = await makeWorld();
    await tick("a");
    world.broken = true;
    for (let count = 0; count < 20; count += 1) await tick();
    world.broken = false;
    await tick("a");
    await tick("a");
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({ state: "pending" });
    await tick("a");
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({ state: "firing", firedAt: world.now });
  });

  it("keeps the alarms as they are while the expression cannot be evaluated, and says so", async () => {
    const { ctx, world, tick } = await makeWorld({ forMs: 0 });
    await tick("a");
    world.broken = true;
    await tick();
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({ state: "firing", rule: "Down" });
    expect((await listRules(ctx)).rules[0]).toMatchObject({
      health: "error",
      lastError: "the store is away",
      firing: 1,
    });
    world.broken = false;
    await tick();
    expect((await listAlarms(ctx, {})).alarms).toEqual([]);
    expect((await listRules(ctx)).rules[0]).toMatchObject({ health: "ok", lastError: null });
  });

  it("extends one evaluation span while it runs, and opens a new one after an error and after a gap", async () => {
    const { world, tick, db } = await makeWorld();
    const start = world.now + 5_000;
    for (let count = 0; count < 3; count += 1) await tick();
    world.broken = true;
    await tick();
    world.broken = false;
    await tick();
    world.now += 60_000;
    await tick();
    const spans = await db.select().from(ruleEvaluationSpans).orderBy(asc(ruleEvaluationSpans.id));
    expect(
      spans.map(({ fromAt, toAt, evaluations }) => [
        fromAt.getTime() - start,
        toAt.getTime() - start,
        evaluations,
      ]),
    ).toEqual([
      [0, 10_000, 3],
      [20_000, 20_000, 1],
      [85_000, 85_000, 1],
    ]);
  });

  it("writes transitions that nobody can change or take away", async () => {
    const { ctx, tick, db } = await makeWorld({ forMs: 0 });
    await tick("a");
    for (const change of [
      "update alarm_transitions set to_state = 'resolved'",
      "delete from alarm_transitions",
      "truncate alarm_transitions",
    ])
      await expect(db.$client.unsafe(change)).rejects.toThrow("append-only");
    expect(await history(ctx)).toEqual(["a null>firing"]);
  });

  it("takes nothing from a worker whose evaluation was overtaken by another worker's", async () => {
    const { ctx, tick, db } = await makeWorld({ forMs: 0 });
    await tick("a");
    const slow: Context = {
      ...ctx,
      metrics: {
        ...ctx.metrics,
        query: async (...asked) => {
          const before = await ctx.metrics.query(...asked);
          await tick();
          return before;
        },
      },
    };
    await expect(evaluateRules(slow)).rejects.toMatchObject({ code: "conflict" });
    expect(await history(ctx)).toEqual(["a null>firing", "a firing>resolved"]);
    expect((await db.select().from(alarms)).map(({ state }) => state)).toEqual(["resolved"]);
  });

  it("stores alarms whose labels no JSON and no index of PostgreSQL would take as they are", async () => {
    const { ctx, tick } = await makeWorld({ forMs: 0 });
    const long = Array.from({ length: 8_000 }, (_, i) =>
      String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000)),
    ).join("");
    await tick("nul \u0000", "half \ud800", `${long}a`, `${long}b`);
    expect(await history(ctx)).toEqual([
      "nul \ufffd null>firing",
      "half \ufffd null>firing",
      `${long}a null>firing`,
      `${long}b null>firing`,
    ]);
    await tick(`${long}a`);
    expect((await listAlarms(ctx, {})).alarms.map(({ labels }) => labels["resource"])).toEqual([`${long}a`]);
  });

  it("leaves nothing behind when a tick cannot be stored", async () => {
    const { ctx, tick, db } = await makeWorld({ forMs: 0 });
    await db.execute("alter table rule_evaluation_spans rename to away");
    await expect(tick("a")).rejects.toThrow(/rule_evaluation_spans/);
    await db.execute("alter table away rename to rule_evaluation_spans");
    expect(await history(ctx)).toEqual([]);
    expect(await db.select().from(alarms)).toEqual([]);
  });
});

describe("listAlarms", () => {
  it("gives the episodes that touch a window", async () => {
    const { ctx, world, tick } = await makeWorld({ forMs: 0 });
    const start = world.now;
    await tick("a");
    await tick();
    await tick("b");
    const rules = async (from: number, to: number) =>
      (await listAlarms(ctx, { from: start + from, to: start + to })).alarms
        .map((alarm) => alarm.labels["resource"] ?? "")
        .sort((a, b) => a.localeCompare(b));
    expect(await rules(0, 4_000)).toEqual([]);
    expect(await rules(0, 6_000)).toEqual(["a"]);
    expect(await rules(7_000, 8_000)).toEqual(["a"]);
    expect(await rules(11_000, 14_000)).toEqual([]);
    expect(await rules(0, 60_000)).toEqual(["a", "b"]);
    expect((await listAlarms(ctx, {})).alarms).toMatchObject([{ summary: "b is down", summaryZh: "b 宕机" }]);
  });

  it("tells since when nobody has evaluated the rules, and how many fail", async () => {
    const { ctx, world, tick, db } = await makeWorld();
    expect((await listAlarms(ctx, {})).watch).toEqual({ evaluatedAt: null, rules: 1, failing: 0 });
    await tick();
    const first = world.now;
    expect((await listAlarms(ctx, {})).watch).toEqual({ evaluatedAt: first, rules: 1, failing: 0 });
    world.broken = true;
    await tick();
    expect((await listAlarms(ctx, {})).watch).toEqual({ evaluatedAt: first + 5_000, rules: 1, failing: 1 });
    await db.insert(alarmRules).values({ name: "New", expr: "up", severity: "info" });
    expect((await listAlarms(ctx, {})).watch).toEqual({ evaluatedAt: null, rules: 2, failing: 1 });
  });

  it("refuses half a window and a reversed one, and names the place", async () => {
    const { ctx } = await makeWorld();
    await expect(listAlarms(ctx, { from: 1 })).rejects.toMatchObject({ code: "invalid", place: "to" });
    await expect(listAlarms(ctx, { from: 2, to: 1 })).rejects.toMatchObject({
      code: "invalid",
      place: "from",
    });
  });
});

describe("acknowledgeAlarm", () => {
  async function firing() {
    const world = await makeWorld({ forMs: 0 });
    await world.tick("a");
    const [alarm] = (await listAlarms(world.ctx, {})).alarms;
    return { ...world, id: alarm?.id ?? "" };
  }

  it("marks the alarm, leaves it firing, and writes an audit row", async () => {
    const { ctx, id, db, tick } = await firing();
    const operator = actingAs(ctx, "operator");
    expect(await acknowledgeAlarm(operator, { id })).toMatchObject({
      state: "firing",
      acknowledgedBy: "A operator",
    });
    await tick("a");
    expect((await listAlarms(ctx, {})).alarms[0]).toMatchObject({
      state: "firing",
      acknowledgedBy: "A operator",
    });
    expect(await db.select().from(auditLog)).toMatchObject([
      { action: "alarm.acknowledge", subject: id, actorId: "user-operator" },
    ]);
  });

  it("refuses the second of two acknowledgers", async () => {
    const { ctx, id, db } = await firing();
    const attempts = await Promise.allSettled([acknowledgeAlarm(ctx, { id }), acknowledgeAlarm(ctx, { id })]);
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(acknowledgeAlarm(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await db.select().from(auditLog)).toHaveLength(1);
  });

  it("refuses a resolved alarm, an unknown one, and a viewer", async () => {
    const { ctx, id, tick } = await firing();
    await expect(acknowledgeAlarm(actingAs(ctx, "viewer"), { id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await tick();
    await expect(acknowledgeAlarm(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    const unknown = "00000000-0000-7000-8000-000000000000";
    await expect(acknowledgeAlarm(ctx, { id: unknown })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("rules and alerts as Prometheus gives them", () => {
  it("names state, health and value in its words", async () => {
    const { ctx, tick } = await makeWorld({ forMs: 10_000, keepFiringForMs: 60_000 });
    await tick("a");
    expect(await listPrometheusAlerts(ctx)).toMatchObject({
      alerts: [{ state: "pending", value: "0e+00", labels: { alertname: "Down", resource: "a" } }],
    });
    expect(await listPrometheusRules(ctx)).toMatchObject({
      groups: [
        {
          interval: 5,
          rules: [
            {
              name: "Down",
              type: "alerting",
              state: "pending",
              health: "ok",
              duration: 10,
              keepFiringFor: 60,
              alerts: [{}],
            },
          ],
        },
      ],
    });
    expect(await listPrometheusRules(ctx, "record")).toMatchObject({
      groups: [{ name: "evenkeel", rules: [] }],
    });
  });
});

describe("seedAlarmRules", () => {
  it("writes at least eight rules once, and leaves alone what people changed", async () => {
    const { ctx, db } = await makeWorld();
    expect(await seedAlarmRules(ctx, true)).toBeGreaterThanOrEqual(8);
    await db.update(alarmRules).set({ expr: "changed" });
    expect(await seedAlarmRules(ctx, true)).toBe(0);
    expect((await listRules(ctx)).rules.every((rule) => rule.expr === "changed")).toBe(true);
  });
});
