import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { experiments } from "@/db/schema/experiments";
import type { Context } from "@/lib/core/context";
import { getRun, startExperiment } from "@/lib/experiments";
import { experimentPlanSchema } from "@/lib/experiments/schemas";
import { openMetricStore } from "@/lib/metrics/open-store";
import { leasesOf } from "../../support/drill-world";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";

const FAULT_S = 25;
const children = new Set<ChildProcess>();
let database: TestDatabase;
let ctx: Context;

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      EVENKEEL_PART: "worker",
      SIMULATOR: "on",
      SIM_SCALE: "1",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  children.add(child);
  return child;
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** Asks again and again until the answer is there; a peer of its own speed cannot be waited for otherwise. */
async function until<T>(what: string, ask: () => Promise<T | null | false>, withinMs = 120_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  while (Date.now() < giveUpAt) {
    const answer = await ask().catch(() => null);
    if (answer !== null && answer !== false) return answer;
    await delay(200);
  }
  throw new Error(`${what} did not happen within ${withinMs / 1000} s.`);
}

const primaries = async (): Promise<string[]> => {
  const value = await ctx.metrics.query(
    'mysql_is_primary{cluster="mysql-order"} * mysql_up == 1',
    Date.now(),
  );
  return value.type === "vector" ? value.samples.flatMap(({ labels }) => labels["resource"] ?? []) : [];
};

beforeAll(async () => {
  database = await testDatabase();
  ctx = testContext(database.db, {
    metrics: openMetricStore({ db: database.db, databaseUrl: database.url }),
  });
});
afterAll(async () => {
  await Promise.all([...children].map((child) => end(child, "SIGTERM")));
  await ctx.metrics.close();
  await database.drop();
});

describe("a worker that is killed while a fault acts", () => {
  it(
    "leaves a run that its successor rolls back, verifies and judges by what was really seen",
    { timeout: 400_000 },
    async () => {
      const first = startWorker();
      await until("A primary in the metrics", async () => (await primaries()).length === 1);
      await ctx.db.insert(experiments).values({
        slug: "short-drill",
        title: "Short drill",
        titleZh: "短演练",
        description: "",
        descriptionZh: "",
        plan: experimentPlanSchema.parse({
          steps: [
            {
              faultId: "mysql.primary_down",
              targetExpr: 'mysql_is_primary{cluster="mysql-order"} == 1',
              durationS: FAULT_S,
            },
          ],
          steadyState: [
            { title: "Up", titleZh: "存活", expr: 'sum(mysql_up{cluster="mysql-order"})', min: 3 },
          ],
          alarms: [
            { rule: "MysqlPrimaryDown", expect: "fire", withinS: FAULT_S },
            { rule: "CvmDown", expect: "silent" },
          ],
          recoverWithinS: 120,
        }),
      });
      const { id } = await until("The start", () => startExperiment(ctx, { id: "short-drill" }));
      await until("The injection", async () => (await getRun(ctx, { id })).state === "observing");
      const [lease] = await leasesOf(ctx);
      expect(lease).toMatchObject({ state: "active", undo: { up: true } });

      await end(first, "SIGKILL");
      expect((await getRun(ctx, { id })).state).toBe("observing");
      // Nobody is left to undo it: the deadline must end it.
      await delay(Math.max(0, (lease?.deadline.getTime() ?? 0) - Date.now()) + 2_000);
      startWorker();

      const run = await until(
        "The end",
        async () => {
          const seen = await getRun(ctx, { id });
          return seen.endedAt !== null && seen;
        },
        200_000,
      );
      expect(run.injections).toMatchObject([
        { state: "undone", undoneAt: lease?.deadline.getTime(), undoError: null },
      ]);
      expect(run.rolledBackAt).toBe(lease?.deadline.getTime());
      // Nobody evaluated the rules while the fault acted: the run may claim neither that they fired nor that they did not.
      expect(run).toMatchObject({ state: "completed", verdict: "inconclusive", report: { restored: true } });
      expect(run.report?.alarms.map(({ rule, verdict }) => [rule, verdict]).slice(0, 2)).toEqual([
        ["MysqlPrimaryDown", "unknown"],
        ["CvmDown", "unknown"],
      ]);
      expect(await primaries()).toHaveLength(1);
    },
  );
});
