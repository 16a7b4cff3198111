import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alarmRules } from "@/db/schema/alarms";
import { resources } from "@/db/schema/resources";
import { ask } from "@/lib/chat/ask";
import type { Ask, Reply } from "@/lib/chat/schemas";
import type { Context } from "@/lib/core/context";
import { requestScan } from "@/lib/risk";
import { NOW, TIMEZONE } from "@/test/fixtures/chat/catalogue";
import { actingAs, testContext } from "@/test/support/context";
import { testDatabase, type TestDatabase } from "@/test/support/postgres";
import { useServices } from "@/test/support/services";
import { MYSQL_CPU, writeWorld } from "./world";

let database: TestDatabase;
let ctx: Context;

beforeAll(async () => {
  database = await testDatabase();
  const { metrics } = useServices(database);
  await writeWorld(database.db, metrics);
  ctx = actingAs(testContext(database.db, { metrics, now: () => NOW }), "viewer");
});
afterAll(async () => {
  await ctx.metrics.close();
  await database.drop();
});

const put = (question: string, more: Partial<Ask> = {}): Promise<Reply> =>
  ask(ctx, { question, timezone: TIMEZONE, ...more }, { model: null });

/** Runs the receipt again, as a reader who does not trust the answer would. */
async function rerun(reply: Reply, purpose: string): Promise<number[]> {
  const receipt = reply.queries.find((q) => q.purpose === purpose && q.stepS === 0);
  if (!receipt) throw new Error(`no receipt for ${purpose}`);
  const value = await ctx.metrics.query(receipt.promql, receipt.to);
  if (value.type !== "vector") throw new Error(value.type);
  return value.samples.map((s) => s.v).sort((a, b) => b - a);
}

const valuesOf = (reply: Reply, key = "value") =>
  reply.result.rows.map((row) => row[key] as number).sort((a, b) => b - a);

describe("ask", () => {
  it.each([
    [
      "which MySQL instances had the highest CPU in the last 30 minutes?",
      "had the highest MySQL CPU usage: 91%",
    ],
    ["过去30分钟哪个 MySQL 的 CPU 最高？", "最高的是 mysql-order-0：91%"],
  ])("ranks resources by the highest value in the range: %s", async (question, told) => {
    const reply = await put(question);
    expect(reply.status).toBe("answered");
    expect(reply.answer).toContain(told);
    expect(reply.result.rows[0]).toEqual({ name: "mysql-order-0", value: 0.91 });
    expect(reply.result.rows.map((r) => r.name)).not.toContain("mysql-pay-2");
    expect(valuesOf(reply)).toEqual(await rerun(reply, "answer"));
    const [receipt] = reply.queries;
    expect(receipt).toMatchObject({
      promql: "topk(5, max_over_time(mysql_cpu_usage_ratio[30m]))",
      from: NOW - 1_800_000,
      to: NOW,
      timezone: TIMEZONE,
      unit: "ratio",
      newestSampleAt: NOW,
    });
    // One sample each 15 s for each of five members; whether the edge counts is the engine's to say.
    expect(receipt?.sampleCount).toBeGreaterThanOrEqual(5 * 120);
    expect(receipt?.sampleCount).toBeLessThanOrEqual(5 * 121);
    expect(reply.chart?.kind).toBe("line");
  });

  it("gives the figure over all instances and the range of them", async () => {
    const reply = await put("what is the mysql cpu");
    const now = Object.entries(MYSQL_CPU).flatMap(([, f]) => (Number.isNaN(f(0)) ? [] : [f(0)]));
    const average = now.reduce((a, b) => a + b, 0) / now.length;
    expect((await rerun(reply, "overall"))[0]).toBeCloseTo(average, 10);
    expect(reply.answer).toContain(`${(average * 100).toFixed(1)}% over all 5`);
    expect(reply.answer).toContain("mysql-pay-1");
  });

  it("answers every figure of a share from counters", async () => {
    const reply = await put("当前支付成功率");
    expect(reply.answer).toContain("98%");
    expect(valuesOf(reply)[0]).toBeCloseTo(0.98, 6);
    expect(valuesOf(reply)).toEqual(await rerun(reply, "answer"));
  });

  it("counts orders over a range", async () => {
    const reply = await put("how many orders in the last 30 minutes");
    expect(valuesOf(reply)[0]).toBeCloseTo(36_000, -2);
    expect(valuesOf(reply)).toEqual(await rerun(reply, "answer"));
    expect(reply.answer).toMatch(/36,\d\d\d orders in total/);
  });

  it("compares with an earlier span, and computes the change by a query", async () => {
    const reply = await put("orders in the last 30 minutes compared with the previous period");
    expect(valuesOf(reply, "value")).toEqual(await rerun(reply, "answer"));
    expect(valuesOf(reply, "before")).toEqual(await rerun(reply, "before"));
    expect(valuesOf(reply, "change")).toEqual(await rerun(reply, "change"));
    expect(valuesOf(reply, "change")[0]).toBeGreaterThan(0.4);
  });

  it("tells which pass a limit, out of how many", async () => {
    const reply = await put("how many mysql instances are above 60% cpu");
    expect(reply.answer).toContain("1 of 5");
    expect(reply.result.rows).toEqual([{ name: "mysql-pay-0", value: 0.62 }]);
    expect(await rerun(reply, "count")).toEqual([5]);
  });

  it("counts the samples of every metric that a query over several products reads", async () => {
    const reply = await put("which instances have CPU above 60%");
    const both = await ctx.metrics.query(
      "sum(count_over_time(mysql_cpu_usage_ratio[5m])) + sum(count_over_time(redis_cpu_usage_ratio[5m]))",
      NOW,
    );
    expect(both.type === "vector" && both.samples[0]?.v).toBe(reply.queries[0]?.sampleCount);
    expect(reply.answer).toContain("1 of 7");
  });

  it("says unknown where nothing was measured, never zero", async () => {
    const reply = await put("cpu of mysql-pay-2");
    expect(reply.answer).toMatch(/^Unknown: there are no samples/);
    expect(reply.result.rows).toEqual([]);
    expect(reply.chart).toMatchObject({ kind: "stat", value: null });
    expect(reply.queries[0]?.newestSampleAt).toBeNull();
  });

  it("says when the samples are old", async () => {
    const later = { ...ctx, now: () => NOW + 120_000 };
    const reply = await ask(later, { question: "redis cpu", timezone: TIMEZONE }, { model: null });
    expect(reply.answer).toContain("newest sample is 2 min old");
  });

  it("groups by zone", async () => {
    const reply = await put("average mysql cpu by zone");
    const rows = Object.fromEntries(reply.result.rows.map((r) => [r.name, r.value]));
    expect(rows["zone-b"]).toBeCloseTo((0.55 + 0.12) / 2, 10);
    expect(valuesOf(reply)).toEqual(await rerun(reply, "answer"));
  });

  it("draws a trend whose extremes are points of its own query", async () => {
    const reply = await put("trend of mysql-order-0 cpu over the last 30 minutes");
    const [receipt] = reply.queries;
    const matrix = await ctx.metrics.queryRange(
      receipt!.promql,
      { from: receipt!.from, to: receipt!.to },
      receipt!.stepS * 1000,
    );
    expect(reply.result.rows[0]).toMatchObject({ low: 0.4, high: Math.max(...matrix[0]!.v) });
  });

  it("finds the peak first when asked for it", async () => {
    const reply = await put("orders per second at the peak");
    expect(reply.answer).toContain("Orders peaked at");
    expect(reply.queries[0]?.purpose).toBe("peak");
    expect(valuesOf(reply)).toEqual(await rerun(reply, "answer"));
  });

  it("goes on with a conversation", async () => {
    const first = await put("which MySQL instances had the highest CPU in the last 30 minutes?");
    const second = await put("and Redis?", { conversationId: first.conversationId });
    expect(second.result.rows[0]?.name).toBe("redis-cart-1");
    const third = await put("only zone 1", { conversationId: first.conversationId });
    expect(third.result.rows.map((r) => r.name)).toEqual(["redis-cart-0"]);
  });

  it("keeps a conversation to its asker", async () => {
    const { conversationId } = await put("is anything firing?");
    const other = { ...ctx, actor: { ...ctx.actor, id: "someone else" } };
    await expect(ask(other, { question: "and redis?", conversationId }, { model: null })).rejects.toThrow(
      "There is no conversation",
    );
  });

  it.each([
    ["is anything firing?", "No alarm right now."],
    ["is anything firing?", "Whether that holds is unknown: not every rule has been evaluated yet."],
    ["有告警吗", "当前没有告警。"],
    ["what is the health score?", "The health score is unknown"],
    ["健康分多少", "健康分未知"],
    ["what phase are we in?", "Double 11 encore is in the phase “during”, T+40 min."],
    ["距离大促还有多久", "已开始 40 分钟"],
    ["what was the verdict of the last drill?", "No experiment has been run yet."],
    ["how many MySQL instances are there?", "There are 6 MySQL resources."],
    ["有多少台 Redis", "共有 4 个 Redis 资源。"],
    ["how fresh is the data?", "The newest sample is 0 s old"],
  ])("answers %s", async (question, told) => {
    const reply = await put(question);
    expect(reply.status).toBe("answered");
    expect(reply.answer).toContain(told);
  });

  it("shows the rules behind what fires, and behind nothing firing", async () => {
    await ctx.db.insert(alarmRules).values([
      { name: "CpuHigh", expr: "mysql_cpu_usage_ratio > 0.9", severity: "warning" },
      { name: "CpuImpossible", expr: "mysql_cpu_usage_ratio > 1", severity: "warning" },
    ]);
    const reply = await put("is anything firing?");
    const [receipt] = reply.queries;
    expect(receipt).toMatchObject({
      promql: "(mysql_cpu_usage_ratio > 0.9)\nor (mysql_cpu_usage_ratio > 1)",
      from: NOW,
      to: NOW,
      stepS: 0,
    });
    // What a rule found is not an alarm before the evaluator has seen it: the receipt tells both apart.
    expect(receipt?.seriesCount).toBe((await rerun(reply, "answer")).length);
    expect(receipt?.sampleCount).toBeGreaterThan(0);
    expect(receipt?.newestSampleAt).toBe(NOW);
    expect(reply.sources).toEqual([{ path: "/api/alarms", at: NOW }]);
  });

  it("shows what the checks asked behind the health score", async () => {
    await ctx.db
      .update(resources)
      .set({ spec: { deletionProtection: true } })
      .where(eq(resources.id, "mysql-order-0"));
    await requestScan({ ...ctx, actor: { ...ctx.actor, role: "operator" } });
    const reply = await put("what is the health score?");
    expect(reply.chart).toMatchObject({ kind: "stat" });
    expect(reply.queries.map((query) => query.promql)).toContain(
      "max by (resource) (mysql_disk_usage_ratio)",
    );
  });

  it("asks back with questions that it can answer", async () => {
    const reply = await put("what is the cpu?");
    expect(reply.status).toBe("clarify");
    expect(reply.queries).toEqual([]);
    const next = await put(reply.suggestions.at(-1) ?? "");
    expect(next.status).toBe("answered");
  });

  it("refuses to act", async () => {
    const reply = await put("restart mysql-order-0");
    expect(reply).toMatchObject({ status: "refused", queries: [], chart: null });
  });

  it("tells its steps while it works", async () => {
    const steps: string[] = [];
    await ask(ctx, { question: "redis cpu" }, { model: null, onProgress: (event) => steps.push(event.type) });
    expect(steps[0]).toBe("understood");
    expect(steps).toContain("querying");
  });
});
