import { afterAll, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { injections } from "@/db/schema/experiments";
import {
  abortRun,
  getRun,
  listExperiments,
  listRuns,
  seedExperiments,
  startExperiment,
} from "@/lib/experiments";
import { RUN_STATES, TERMINAL_RUN_STATES } from "@/lib/experiments/constants";
import { advanceRuns } from "@/lib/experiments/service";
import { actingAs } from "../../support/context";
import { type DrillWorld, leasesOf, makeDrillWorld } from "../../support/drill-world";

const made: DrillWorld[] = [];
afterAll(() => Promise.all(made.map((world) => world.drop())));

async function makeWorld(plan: object = {}) {
  const drill = await makeDrillWorld(plan);
  made.push(drill);
  const start = () => startExperiment(actingAs(drill.ctx, "operator"), { id: "primary-down" });
  const run = async (id: string) => getRun(drill.ctx, { id });
  return { ...drill, start, run };
}

const keys = (run: Awaited<ReturnType<typeof getRun>>) => run.report?.reasons.map(({ key }) => key);

describe("a run", () => {
  it("proves what the drill is for: caught in time, elected in time, everything back", async () => {
    const { start, pass, run, ctx } = await makeWorld();
    const { id } = await start();
    await pass(100);
    const after = await run(id);
    expect([after.state, after.verdict, keys(after)]).toEqual([
      "completed",
      "passed",
      ["steady_dipped", "all_proven"],
    ]);
    expect(after.report?.alarms).toMatchObject([{ rule: "PrimaryDown", verdict: "caught" }]);
    expect(after.report?.alarms[0]?.detectS).toBeGreaterThanOrEqual(5);
    expect(after.report?.alarms[0]?.detectS).toBeLessThanOrEqual(20);
    expect(after.report?.targets).toMatchObject([{ measuredS: 20, met: true }]);
    expect(after.report?.restored).toBe(true);
    expect(await leasesOf(ctx)).toMatchObject([{ state: "undone", undo: { up: true } }]);
  });

  it("writes the lease, undo record and deadline included, before the fault acts", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    const { id } = await start();
    await pass(2);
    expect((await run(id)).state).toBe("injecting");
    expect(await leasesOf(ctx)).toMatchObject([
      { state: "pending", activeFrom: null, undo: { up: true }, deadline: new Date(world.now + 60_000) },
    ]);
  });

  it("injects nothing when the steady state does not hold before, and says why", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    world.steady = false;
    const { id } = await start();
    await pass(3);
    const after = await run(id);
    expect(after).toMatchObject({ state: "aborted", verdict: "inconclusive", injectedAt: null });
    expect(after.reason).toContain('"Success" did not hold (0.5)');
    expect(keys(after)).toEqual(["not_steady_before"]);
    expect(await leasesOf(ctx)).toEqual([]);
  });

  it("injects nothing when the target refuses, and says why", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    world.refusal = "There is no standby.";
    const { id } = await start();
    await pass(3);
    expect(await run(id)).toMatchObject({ state: "aborted", reason: "There is no standby." });
    expect(await leasesOf(ctx)).toEqual([]);
  });

  it("is refused by the database when the same fault is already open on the resource", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    await ctx.db.insert(injections).values({
      faultId: "mysql.primary_down",
      resourceId: "mysql-order-0",
      parameters: {},
      undo: {},
      deadline: new Date(world.now + 3_600_000),
    });
    const { id } = await start();
    await pass(3);
    expect(await run(id)).toMatchObject({ state: "aborted", verdict: "inconclusive" });
    expect(await leasesOf(ctx)).toHaveLength(1);
  });

  it("rolls back when a guard breaks, and fails", async () => {
    const { start, pass, run } = await makeWorld({
      guards: [{ title: "Guard", titleZh: "护栏", expr: "success", min: 0.9 }],
    });
    const { id } = await start();
    await pass(60);
    const after = await run(id);
    expect(after).toMatchObject({ state: "aborted", verdict: "failed" });
    expect(keys(after)).toContain("guard_broken");
    expect((after.rolledBackAt ?? 0) - (after.injectedAt ?? 0)).toBeLessThanOrEqual(2_000);
  });

  it("rolls back when a guard cannot be seen: it protects nothing", async () => {
    const { start, pass, run } = await makeWorld({
      guards: [{ title: "Guard", titleZh: "护栏", expr: "nothing", min: 0.9 }],
    });
    const { id } = await start();
    await pass(60);
    const after = await run(id);
    expect(after).toMatchObject({ state: "aborted", verdict: "failed" });
    expect(after.reason).toBe('The guard "Guard" could not be seen, so the fault was rolled back.');
  });

  const GUARD = { title: "Guard", titleZh: "护栏", expr: "success", min: 0.1 };

  it("rolls back when nobody can watch its guards, and waits for the metrics with its verdict", async () => {
    const { start, pass, run, world, ctx } = await makeWorld({ guards: [GUARD] });
    const { id } = await start();
    await pass(10);
    world.metricsAway = true;
    await pass(14);
    expect((await run(id)).state).toBe("observing");
    await pass(6);
    expect((await run(id)).state).toBe("verifying");
    expect(await leasesOf(ctx)).toMatchObject([{ undoneAt: expect.any(Date) as Date }]);
    await pass(300);
    expect((await run(id)).state).toBe("verifying");
    world.metricsAway = false;
    await pass(70);
    const after = await run(id);
    expect(after).toMatchObject({ state: "aborted", verdict: "inconclusive" });
    expect(keys(after)).toContain("guard_unseen");
    expect(after.reason).toContain("nobody watched the guards");
  });

  it("goes on when the metrics answer again within 15 s", async () => {
    const { start, pass, run, world } = await makeWorld({ guards: [GUARD] });
    const { id } = await start();
    await pass(10);
    for (const awayS of [10, 10]) {
      world.metricsAway = true;
      await pass(awayS);
      world.metricsAway = false;
      await pass(2);
    }
    await pass(100);
    expect((await run(id)).state).toBe("completed");
  });

  it("injects nothing while the metrics do not answer", async () => {
    const { start, pass, run, world, ctx } = await makeWorld();
    world.metricsAway = true;
    const { id } = await start();
    await pass(60);
    expect((await run(id)).state).toBe("checking");
    expect(await leasesOf(ctx)).toEqual([]);
  });

  it("rolls back when a person aborts, and tells what could not be proven", async () => {
    const { start, pass, run, ctx } = await makeWorld();
    const { id } = await start();
    await pass(6);
    await abortRun(actingAs(ctx, "operator"), { id });
    await pass(80);
    const after = await run(id);
    expect(after).toMatchObject({
      state: "aborted",
      verdict: "inconclusive",
      reason: "It was aborted by A operator.",
    });
    expect(await leasesOf(ctx)).toMatchObject([{ state: "undone" }]);
    expect(after.injections[0]?.undoneAt).toBeLessThan(after.injections[0]?.deadline ?? 0);
  });

  it("carries out the steps one after the other", async () => {
    const step = { faultId: "mysql.primary_down", targets: ["mysql-order-0"], durationS: 20 };
    const other = { ...step, faultId: "mysql.cpu_exhaustion" };
    const { start, pass, run, ctx } = await makeWorld({ steps: [step, other] });
    const { id } = await start();
    await pass(100);
    expect((await run(id)).state).toBe("completed");
    const [first, second] = await leasesOf(ctx);
    expect([first?.stepIndex, second?.stepIndex, second?.state]).toEqual([0, 1, "undone"]);
    expect(second?.undo).toEqual({ up: true });
    expect(second?.activeFrom?.getTime()).toBeGreaterThanOrEqual(first?.undoneAt?.getTime() ?? Infinity);
  });
});

describe("an undo that fails", () => {
  it("is seen, is tried again with growing pauses, and ends the run only when it worked", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    const { id } = await start();
    await pass(10);
    world.undoFails = true;
    await pass(80);
    expect(await run(id)).toMatchObject({
      state: "rolling_back",
      injections: [{ state: "undo_failed", undoError: "the target does not answer" }],
    });
    const [lease] = await leasesOf(ctx);
    expect(lease?.undoAttempts).toBeLessThan(8);
    world.undoFails = false;
    await pass(70);
    expect(await run(id)).toMatchObject({
      state: "completed",
      injections: [{ state: "undone", undoError: null }],
    });
  });

  it("fails the run when the target does not come back, and looks after the lease until it does", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    const { id } = await start();
    await pass(10);
    world.staysBroken = true;
    await pass(120);
    const after = await run(id);
    expect(after).toMatchObject({ state: "completed", verdict: "failed", report: { restored: false } });
    expect(keys(after)).toContain("not_restored");
    expect(await leasesOf(ctx)).toMatchObject([
      { state: "undo_failed", undoError: "mysql-order-0 differs from before: up is false, was true." },
    ]);
    world.staysBroken = false;
    await pass(70);
    expect(await leasesOf(ctx)).toMatchObject([{ state: "undone", undoError: null }]);
  });
});

describe("a target that is gone after the fault", () => {
  it("leaves the run inconclusive, with the lease open and the reason on it", async () => {
    const { start, pass, run, ctx, world } = await makeWorld();
    const { id } = await start();
    await pass(10);
    world.gone = true;
    await pass(120);
    const after = await run(id);
    expect(after).toMatchObject({ state: "completed", verdict: "inconclusive", report: { restored: null } });
    expect(keys(after)).toContain("restoration_unseen");
    expect((await leasesOf(ctx))[0]?.undoError).toContain("cannot be read");
  });
});

describe("a crash", () => {
  // A runner keeps nothing between two steps, so a killed one is one that does not take the next.
  it.each(RUN_STATES.filter((state) => !(TERMINAL_RUN_STATES as readonly string[]).includes(state)))(
    "while a run is %s ends rolled back, with a true verdict",
    async (state) => {
      const { start, pass, run, ctx } = await makeWorld();
      const { id } = await start();
      for (let second = 0; second < 90 && (await run(id)).state !== state; second += 1) await pass(1);
      expect((await run(id)).state).toBe(state);
      await pass(45, { worker: false });
      await pass(150);
      const after = await run(id);
      expect(TERMINAL_RUN_STATES).toContain(after.state);
      expect((await leasesOf(ctx)).map((lease) => lease.state)).toEqual(["undone"]);
      // Where the alarm was not watched in its time the run must not say that it was missed, nor that it passed.
      const [alarm] = after.report?.alarms ?? [];
      expect(["caught", "unknown"]).toContain(alarm?.verdict);
      expect(after.verdict).toBe(alarm?.verdict === "caught" ? "passed" : "inconclusive");
    },
  );

  it("past the deadline finds the fault gone by itself, and dates its end by the deadline", async () => {
    const { start, pass, run } = await makeWorld();
    const { id } = await start();
    await pass(6);
    expect((await run(id)).state).toBe("observing");
    await pass(300, { worker: false });
    await pass(70);
    const after = await run(id);
    const [lease] = after.injections;
    expect(lease).toMatchObject({ state: "undone", undoneAt: lease?.deadline });
    expect(after).toMatchObject({ verdict: "inconclusive", rolledBackAt: lease?.deadline });
    expect(keys(after)).toContain("alarm_unwatched");
  });

  it("between lease and fault, past the deadline, injects nothing any more", async () => {
    const { start, pass, run } = await makeWorld();
    const { id } = await start();
    await pass(2);
    await pass(100, { worker: false });
    await pass(80);
    const after = await run(id);
    expect(after).toMatchObject({ state: "aborted", verdict: "inconclusive", injectedAt: null });
    expect(after.injections).toMatchObject([{ state: "undone", activeFrom: null }]);
  });

  it("leaves two runners at once in agreement", async () => {
    const { start, pass, run, ctx, targets } = await makeWorld();
    const { id } = await start();
    for (let second = 0; second < 110; second += 1) {
      await pass(1);
      await Promise.all([advanceRuns(ctx, targets), advanceRuns(ctx, targets)]);
    }
    expect(await run(id)).toMatchObject({ state: "completed", verdict: "passed" });
    expect(await leasesOf(ctx)).toHaveLength(1);
  });
});

describe("startExperiment", () => {
  it("queues a run, writes an audit row, and finds the experiment by id too", async () => {
    const { ctx, pass } = await makeWorld();
    const [experiment] = (await listExperiments(ctx)).experiments;
    const run = await startExperiment(actingAs(ctx, "operator"), { id: experiment?.id ?? "" });
    expect(run).toMatchObject({
      state: "queued",
      requestedBy: "A operator",
      experiment: { slug: "primary-down" },
    });
    expect(await ctx.db.select().from(auditLog)).toMatchObject([
      { action: "experiment.start", actorId: "user-operator" },
    ]);
    await pass(1);
    expect((await listExperiments(ctx)).experiments[0]?.lastRun).toMatchObject({
      id: run.id,
      state: "checking",
    });
  });

  it("refuses a second run while one is open, even of two at the same moment", async () => {
    const { start } = await makeWorld();
    const starts = await Promise.allSettled([start(), start()]);
    expect(starts.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(start()).rejects.toMatchObject({ code: "conflict" });
  });

  it("refuses a viewer, and an experiment that is not there", async () => {
    const { ctx } = await makeWorld();
    await expect(startExperiment(actingAs(ctx, "viewer"), { id: "primary-down" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(startExperiment(ctx, { id: "none" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses a plan whose expression names no target", async () => {
    const step = { faultId: "mysql.primary_down", targetExpr: "nothing", durationS: 20 };
    const { start } = await makeWorld({ steps: [step] });
    await expect(start()).rejects.toMatchObject({ code: "invalid", place: "steps.0.targets" });
  });
});

describe("abortRun", () => {
  it("writes an audit row, and refuses a second time, a finished run, an unknown one and a viewer", async () => {
    const { start, pass, ctx } = await makeWorld();
    const { id } = await start();
    await expect(abortRun(actingAs(ctx, "viewer"), { id })).rejects.toMatchObject({ code: "forbidden" });
    await abortRun(ctx, { id });
    await expect(abortRun(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    await pass(5);
    expect(await getRun(ctx, { id })).toMatchObject({ state: "aborted", injectedAt: null });
    await expect(abortRun(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    const unknown = "00000000-0000-7000-8000-000000000000";
    await expect(abortRun(ctx, { id: unknown })).rejects.toMatchObject({ code: "not_found" });
    const rows = await ctx.db.select().from(auditLog);
    expect(rows.map(({ action }) => action)).toEqual(["experiment.start", "run.abort"]);
  });
});

describe("listRuns", () => {
  it("gives the runs that touch a window, newest first", async () => {
    const { start, pass, ctx, world } = await makeWorld();
    const { id } = await start();
    const began = world.now;
    await pass(120);
    const ids = async (from: number, to: number) =>
      (await listRuns(ctx, { from, to })).runs.map((run) => run.id);
    expect(await ids(began - 10_000, began - 1)).toEqual([]);
    expect(await ids(began + 30_000, began + 31_000)).toEqual([id]);
    expect(await ids(world.now, world.now + 1)).toEqual([]);
    await expect(listRuns(ctx, { from: 2, to: 1 })).rejects.toMatchObject({ code: "invalid", place: "from" });
  });
});

describe("seedExperiments", () => {
  it("writes at least six experiments once", async () => {
    const { ctx } = await makeWorld();
    expect(await seedExperiments(ctx)).toBeGreaterThanOrEqual(6);
    expect(await seedExperiments(ctx)).toBe(0);
    expect((await listExperiments(ctx)).experiments[0]).toMatchObject({
      slug: "mysql-primary-down",
      drill: true,
    });
  });
});
