import { z } from "zod";
import { FINDING_LEVELS, PILLARS } from "./constants";

export const checkResultSchema = z.object({
  checkId: z.string(),
  title: z.string(),
  titleZh: z.string(),
  why: z.string(),
  whyZh: z.string(),
  advice: z.string(),
  adviceZh: z.string(),
  pillar: z.enum(PILLARS),
  level: z.enum(FINDING_LEVELS),
  /** The most points that this check can take from 100. */
  weight: z.number(),
  checked: z.number(),
  failed: z.number(),
  unknown: z.number(),
  /** Points taken: the sum of the points of its findings. */
  points: z.number(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const findingViewSchema = z.object({
  id: z.string(),
  checkId: z.string(),
  resourceId: z.string(),
  level: z.enum(FINDING_LEVELS),
  points: z.number(),
  evidence: z.record(z.string(), z.unknown()),
  openedAt: z.number(),
});
export type FindingView = z.infer<typeof findingViewSchema>;

/** `GET /api/risk` and `POST /api/risk/scan` answer with the newest scan; `score` is 100 minus the points of `findings`, null when nothing could be decided. */
export const riskViewSchema = z.object({
  score: z.number().nullable(),
  scannedAt: z.number().nullable(),
  checked: z.number(),
  unknown: z.number(),
  checks: z.array(checkResultSchema),
  findings: z.array(findingViewSchema),
  history: z.array(z.object({ at: z.number(), score: z.number().nullable() })),
});
export type RiskView = z.infer<typeof riskViewSchema>;
