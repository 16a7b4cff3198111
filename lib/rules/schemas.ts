import { z } from "zod";
import { RULE_HEALTH } from "@/lib/alarms/constants";
import { FILE_NAME } from "./constants";

export const ruleFileNameSchema = z.object({
  name: z
    .string()
    .regex(
      FILE_NAME,
      "a rule file is named like node.yml: letters, digits, dots, dashes, underscores, and .yml, .yaml or .rules",
    ),
});
export type RuleFileName = z.infer<typeof ruleFileNameSchema>;

const labelsSchema = z.record(z.string(), z.string());

/** Times are Unix ms. */
const recordingRuleViewSchema = z.object({
  kind: z.literal("record"),
  record: z.string(),
  expr: z.string(),
  labels: labelsSchema,
  health: z.enum(RULE_HEALTH),
  lastError: z.string().nullable(),
  lastEvaluatedAt: z.number().nullable(),
  evaluationMs: z.number().nullable(),
  /** Series of the last result. */
  series: z.number().nullable(),
  /** As Prometheus writes it, when the last result was one series. */
  lastValue: z.string().nullable(),
});
export type RecordingRuleView = z.infer<typeof recordingRuleViewSchema>;

/** An alerting rule of the file: how it fares is told by `GET /api/alarms/rules`. */
const alertViewSchema = z.object({ kind: z.literal("alert"), alert: z.string(), expr: z.string() });

const ruleGroupViewSchema = z.object({
  name: z.string(),
  intervalMs: z.number(),
  queryOffsetMs: z.number(),
  limit: z.number(),
  lastEvaluatedAt: z.number().nullable(),
  evaluationMs: z.number().nullable(),
  missed: z.number(),
  rules: z.array(z.discriminatedUnion("kind", [recordingRuleViewSchema, alertViewSchema])),
});
export type RuleGroupView = z.infer<typeof ruleGroupViewSchema>;

export const ruleFileViewSchema = z.object({
  name: z.string(),
  updatedBy: z.string(),
  updatedAt: z.number(),
  groups: z.array(ruleGroupViewSchema),
});
export type RuleFileView = z.infer<typeof ruleFileViewSchema>;
/** `GET /api/rules` */
export const ruleFileListSchema = z.object({ files: z.array(ruleFileViewSchema) });
export type RuleFileList = z.infer<typeof ruleFileListSchema>;

/** `POST /api/rules/preview` with a rule file as body: what it holds, and what keeps it from being taken. */
export const ruleFilePreviewSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      intervalMs: z.number(),
      recording: z.array(z.object({ name: z.string(), expr: z.string() })),
      alerting: z.array(z.object({ name: z.string(), expr: z.string() })),
    }),
  ),
  faults: z.array(z.object({ line: z.number(), column: z.number(), message: z.string() })),
});
export type RuleFilePreview = z.infer<typeof ruleFilePreviewSchema>;
