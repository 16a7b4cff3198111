import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { INJECTION_STATES, RUN_STATES, RUN_VERDICTS } from "@/lib/experiments/constants";
import type { ExperimentPlan, Reason, RunReport, SteadyResult } from "@/lib/experiments/schemas";
import { identity, instant, lifecycle } from "../columns";

export const experiments = pgTable("experiments", {
  ...identity,
  slug: text("slug").notNull().unique(),
  title: text("title").notNull(),
  titleZh: text("title_zh").notNull(),
  description: text("description").notNull(),
  descriptionZh: text("description_zh").notNull(),
  /** A drill is an experiment done to prove something. */
  drill: boolean("drill").notNull().default(false),
  plan: jsonb("plan").$type<ExperimentPlan>().notNull(),
  ...lifecycle,
});
export type Experiment = typeof experiments.$inferSelect;

export const runs = pgTable(
  "runs",
  {
    ...identity,
    experimentId: uuid("experiment_id")
      .notNull()
      .references(() => experiments.id),
    /** The plan as it was when the run began: a later edit must not change what was proven. */
    plan: jsonb("plan").$type<ExperimentPlan>().notNull(),
    state: text("state", { enum: RUN_STATES }).notNull().default("queued"),
    verdict: text("verdict", { enum: RUN_VERDICTS }),
    report: jsonb("report").$type<RunReport>(),
    /** One sentence: why it was aborted or failed. */
    reason: text("reason"),
    /** The step that is under way or comes next. */
    stepIndex: integer("step_index").notNull().default(0),
    /** What the run saw of its steady state and guards, as it went: what is needed for the verdict after a crash. */
    samples: jsonb("samples").$type<SteadyResult[]>().notNull().default([]),
    /** Since when the store of metrics has not answered about the guards. Null: it does. */
    guardsUnseenSince: instant("guards_unseen_since"),
    /** When the store last did not answer about the way back. */
    metricsUnseenAt: instant("metrics_unseen_at"),
    /** Why the run is ended before its plan; it is rolled back and verified all the same. */
    cutShort: jsonb("cut_short").$type<Reason>(),
    requestedBy: text("requested_by").notNull(),
    abortRequestedAt: instant("abort_requested_at"),
    abortRequestedBy: text("abort_requested_by"),
    startedAt: instant("started_at"),
    injectedAt: instant("injected_at"),
    rolledBackAt: instant("rolled_back_at"),
    endedAt: instant("ended_at"),
    ...lifecycle,
  },
  (t) => [
    index("runs_created_idx").on(t.createdAt),
    // The runner picks up unfinished runs after a crash.
    index("runs_open_idx")
      .on(t.state)
      .where(sql`${t.state} not in ('completed', 'aborted', 'failed')`),
  ],
);
export type Run = typeof runs.$inferSelect;

/** A fault on one resource, as a lease: written before it starts, with all that its undoing needs. */
export const injections = pgTable(
  "injections",
  {
    ...identity,
    runId: uuid("run_id").references(() => runs.id),
    stepIndex: integer("step_index").notNull().default(0),
    faultId: text("fault_id").notNull(),
    resourceId: text("resource_id").notNull(),
    parameters: jsonb("parameters").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: INJECTION_STATES }).notNull().default("pending"),
    /** State of the target before, to compare with after the undo. */
    undo: jsonb("undo").$type<Record<string, unknown>>().notNull(),
    /** From here on the fault acts. Null: not yet applied. */
    activeFrom: instant("active_from"),
    /** The target itself drops the fault at this moment, even when nobody is left to undo it. */
    deadline: instant("deadline").notNull(),
    undoneAt: instant("undone_at"),
    undoError: text("undo_error"),
    undoAttempts: integer("undo_attempts").notNull().default(0),
    /** A failed undo is tried again from this moment on. */
    undoRetryAt: instant("undo_retry_at"),
    ...lifecycle,
  },
  (t) => [
    // The same fault twice on one resource is refused by the database, not by hope.
    uniqueIndex("injections_open_idx")
      .on(t.resourceId, t.faultId)
      .where(sql`${t.state} <> 'undone'`),
    index("injections_window_idx").on(t.activeFrom),
  ],
);
export type Injection = typeof injections.$inferSelect;
