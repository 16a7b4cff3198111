import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import { ALARM_VERDICTS, INJECTION_STATES, REASON_KEYS, RUN_STATES, RUN_VERDICTS } from "./constants";

/** PromQL that must hold: the expression yields at least one series and every value is in [min, max]. */
export const steadyStateSchema = z.object({
  title: z.string(),
  titleZh: z.string(),
  expr: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string().optional(),
});

/** An alarm rule that must fire (`withinS` after the injection) or must stay silent. */
export const alarmExpectationSchema = z.object({
  rule: z.string(),
  /** Label values that the alarm must carry; others may be anything. */
  labels: z.record(z.string(), z.string()).default({}),
  expect: z.enum(["fire", "silent"]),
  withinS: z.number().positive().optional(),
});

export const stepSchema = z.object({
  faultId: z.string(),
  /** Ids of resources. */
  targets: z.array(z.string()).default([]),
  /**
   * PromQL that names further targets by the `resource` label of its results, at the moment a run starts: `the primary of
   * mysql-order` is another resource after each election.
   */
  targetExpr: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  durationS: z.number().positive().max(86_400),
});

export const experimentPlanSchema = z.object({
  steps: z.array(stepSchema).min(1),
  steadyState: z.array(steadyStateSchema),
  /** Guards: when one no longer holds during the run, it is rolled back. */
  guards: z.array(steadyStateSchema).default([]),
  alarms: z.array(alarmExpectationSchema),
  /** How long after the rollback the steady state and the alarms may take to come back. */
  recoverWithinS: z.number().positive().default(300),
  /** What the run measures against a target, e.g. re-election < 60 s: seconds from injection until the expression holds. */
  targets: z.array(steadyStateSchema.extend({ withinS: z.number().positive() })).default([]),
});
export type ExperimentPlan = z.infer<typeof experimentPlanSchema>;

/** Times are Unix ms. */
export const alarmResultSchema = z.object({
  rule: z.string(),
  expect: z.enum(["fire", "silent", "undeclared"]),
  verdict: z.enum(ALARM_VERDICTS),
  withinS: z.number().nullable(),
  firedAt: z.number().nullable(),
  /** Seconds from the injection to firing. */
  detectS: z.number().nullable(),
  resolvedAt: z.number().nullable(),
  /** Seconds from the rollback to resolved. */
  clearS: z.number().nullable(),
  labels: z.record(z.string(), z.string()),
});
export type AlarmResult = z.infer<typeof alarmResultSchema>;

export const steadyResultSchema = z.object({
  title: z.string(),
  titleZh: z.string(),
  expr: z.string(),
  when: z.enum(["before", "during", "after"]),
  /** Null: no sample, so nothing can be said. */
  held: z.boolean().nullable(),
  value: z.number().nullable(),
  unit: z.string().optional(),
  at: z.number(),
});
export type SteadyResult = z.infer<typeof steadyResultSchema>;

export const reasonSchema = z.object({
  key: z.enum(REASON_KEYS),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Reason = z.infer<typeof reasonSchema>;

export const runReportSchema = z.object({
  verdict: z.enum(RUN_VERDICTS),
  /** Sentences that give the reasons of the verdict, most weighty first; keys into messages with values. */
  reasons: z.array(reasonSchema),
  alarms: z.array(alarmResultSchema),
  steadyState: z.array(steadyResultSchema),
  targets: z.array(
    z.object({
      title: z.string(),
      titleZh: z.string(),
      withinS: z.number(),
      /** Null: never reached during the run. */
      measuredS: z.number().nullable(),
      met: z.boolean().nullable(),
    }),
  ),
  /** Everything came back: each target's state equals the one before, the steady state holds. */
  restored: z.boolean().nullable(),
});
export type RunReport = z.infer<typeof runReportSchema>;

export const injectionViewSchema = z.object({
  id: z.string(),
  faultId: z.string(),
  resourceId: z.string(),
  state: z.enum(INJECTION_STATES),
  activeFrom: z.number().nullable(),
  deadline: z.number(),
  undoneAt: z.number().nullable(),
  undoError: z.string().nullable(),
});

export const runViewSchema = z.object({
  id: z.string(),
  experiment: z.object({ id: z.string(), slug: z.string(), title: z.string(), titleZh: z.string() }),
  state: z.enum(RUN_STATES),
  verdict: z.enum(RUN_VERDICTS).nullable(),
  reason: z.string().nullable(),
  requestedBy: z.string(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  injectedAt: z.number().nullable(),
  rolledBackAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  injections: z.array(injectionViewSchema),
  plan: experimentPlanSchema,
  report: runReportSchema.nullable(),
});
export type RunView = z.infer<typeof runViewSchema>;

export const experimentViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  titleZh: z.string(),
  description: z.string(),
  descriptionZh: z.string(),
  drill: z.boolean(),
  plan: experimentPlanSchema,
  lastRun: runViewSchema.omit({ plan: true, report: true, injections: true }).nullable(),
});
export type ExperimentView = z.infer<typeof experimentViewSchema>;

/** `GET /api/experiments` */
export const experimentListSchema = z.object({ experiments: z.array(experimentViewSchema) });
/** `GET /api/runs?from&to` (Unix ms): runs that touch the window, newest first. */
export const runListSchema = z.object({ runs: z.array(runViewSchema) });
export const windowQuerySchema = z.object({
  from: unixMsSchema,
  to: unixMsSchema,
  /** Only those that injected a fault into this resource. */
  resource: z.string().min(1).max(300).optional(),
});
export type WindowQuery = z.infer<typeof windowQuerySchema>;
/** An experiment is named by its id or its slug. `POST /api/experiments/[id]/start`, `POST /api/runs/[id]/abort` answer with the run. */
export const experimentIdSchema = z.object({ id: z.string().min(1).max(100) });
export type ExperimentId = z.infer<typeof experimentIdSchema>;
export const runIdSchema = z.object({ id: z.uuid() });
export type RunId = z.infer<typeof runIdSchema>;
