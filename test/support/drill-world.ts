import { and, desc, eq, isNotNull } from "drizzle-orm";
import { alarmRules } from "@/db/schema/alarms";
import { experiments, injections } from "@/db/schema/experiments";
import { evaluateRules } from "@/lib/alarms/tick";
import type { Context } from "@/lib/core/context";
import { NotFoundError, UnavailableError } from "@/lib/core/errors";
import type { FaultTargets } from "@/lib/experiments/fault-targets";
import { experimentPlanSchema } from "@/lib/experiments/schemas";
import { advanceRuns } from "@/lib/experiments/service";
import { scriptedMetrics, testContext } from "./context";
import { testDatabase } from "./postgres";

const RESOURCE = "mysql-order-0";

/**
 * One database node, one rule on it and one drill, in a world of one-second steps that a test moves by hand. The node is
 * down while a lease acts on it, for `electS` seconds nobody takes over, and it is back `rejoinS` after the undo.
 */
export async function makeDrillWorld(plan: object = {}) {
  const database = await testDatabase();
  const world = {
    now: Date.UTC(2026, 0, 1),
    steady: true,
    refusal: null as string | null,
    undoFails: false,
    staysBroken: false,
    gone: false,
    /** The store of metrics does not answer. */
    metricsAway: false,
    electS: 20,
    rejoinS: 5,
    /** Whether alarm rules are evaluated, as they are not while every worker is dead. */
    watched: true,
  };
  const past: { at: number; down: boolean; primary: number; success: number }[] = [];
  let down = false;
  let undoneAt: number | null = null;

  const value = (expr: string): number | null => {
    const now = past.at(-1);
    if (expr === "success") return now?.success ?? null;
    if (expr === "primary") return now?.primary ?? null;
    return expr === "down" ? (now?.primary === 0 ? 0 : null) : null;
  };
  const metrics = scriptedMetrics({
    query: (expr, t) => {
      if (world.metricsAway) return Promise.reject(new UnavailableError("The metrics engine is away."));
      const v = value(expr);
      return Promise.resolve({
        type: "vector",
        samples: v === null ? [] : [{ labels: { cluster: "order" }, t, v }],
      });
    },
    queryRange: (expr, { from, to }) => {
      if (world.metricsAway) return Promise.reject(new UnavailableError("The metrics engine is away."));
      const rows = past.filter(({ at }) => at >= from && at <= to);
      const v = rows.map((row) => (expr === "primary" ? row.primary : row.success));
      return Promise.resolve([
        { labels: {}, t: Float64Array.from(rows, ({ at }) => at), v: Float64Array.from(v) },
      ]);
    },
  });
  const ctx = testContext(database.db, { now: () => world.now, metrics });

  const targets: FaultTargets = {
    refuse: () => Promise.resolve(world.refusal === null ? null : { en: world.refusal, zh: world.refusal }),
    readState: (_ctx, id) =>
      world.gone ? Promise.reject(new NotFoundError("target", id)) : Promise.resolve({ up: !down }),
    apply: () => Promise.resolve(),
    undo: () =>
      world.undoFails ? Promise.reject(new Error("the target does not answer")) : Promise.resolve(),
  };

  /** The world as the leases make it. */
  async function live(): Promise<void> {
    const [lease] = await ctx.db
      .select()
      .from(injections)
      .where(and(eq(injections.resourceId, RESOURCE), isNotNull(injections.activeFrom)))
      .orderBy(desc(injections.id));
    const end = lease
      ? Math.min(lease.deadline.getTime(), lease.undoneAt?.getTime() ?? Number.POSITIVE_INFINITY)
      : 0;
    const from = lease?.activeFrom?.getTime() ?? Number.POSITIVE_INFINITY;
    const acting = from <= world.now && world.now < end;
    if (acting) undoneAt = null;
    else if (down && undoneAt === null) undoneAt = world.now;
    down = acting || world.staysBroken || (undoneAt !== null && world.now < undoneAt + world.rejoinS * 1000);
    const elected = !acting || world.now >= from + world.electS * 1000;
    const primary = elected ? 1 : 0;
    past.push({ at: world.now, down, primary, success: world.steady && elected ? 1 : 0.5 });
  }

  /** Lets `seconds` pass with a worker that moves the runs on, or without one. */
  async function pass(seconds: number, { worker = true } = {}): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      world.now += 1000;
      await live();
      if (worker && world.watched && (world.now / 1000) % 5 === 0) await evaluateRules(ctx);
      if (worker) await advanceRuns(ctx, targets);
    }
  }

  await ctx.db
    .insert(alarmRules)
    .values({ name: "PrimaryDown", expr: "down", forMs: 5_000, severity: "critical" });
  await ctx.db.insert(experiments).values({
    slug: "primary-down",
    title: "Primary down",
    titleZh: "主节点宕机",
    description: "",
    descriptionZh: "",
    plan: experimentPlanSchema.parse({
      steps: [{ faultId: "mysql.primary_down", targets: [RESOURCE], durationS: 60 }],
      steadyState: [{ title: "Success", titleZh: "成功率", expr: "success", min: 0.99 }],
      alarms: [{ rule: "PrimaryDown", expect: "fire", withinS: 20 }],
      targets: [{ title: "Elected", titleZh: "选主", expr: "primary", min: 1, withinS: 30 }],
      recoverWithinS: 60,
      ...plan,
    }),
  });
  await pass(20);
  return { ctx, world, targets, pass, drop: () => database.drop() };
}

export type DrillWorld = Awaited<ReturnType<typeof makeDrillWorld>>;

/** All leases of a world, in the order in which they were written. */
export const leasesOf = ({ db }: Context) => db.select().from(injections).orderBy(injections.id);
