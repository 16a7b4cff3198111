import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import { DAY_MS } from "@/lib/core/time";
import { ASPECTS } from "./aspect";

/** `GET /api/localisation?node&from&to`: times in Unix ms; absent: the last five minutes. */
export const localisationQuerySchema = z
  .object({
    /** Node of the graph or resource that shows the symptom. */
    node: z.string().min(1).max(500),
    from: unixMsSchema.optional(),
    to: unixMsSchema.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    message: "The end must come after the beginning.",
  })
  .refine(({ from, to }) => from === undefined || to === undefined || to - from <= DAY_MS, {
    path: ["to"],
    message: "A window is at most a day long.",
  });
export type LocalisationQuery = z.input<typeof localisationQuerySchema>;

const doubtSchema = z.discriminatedUnion("kind", [
  /** So much of it comes from what the node calls. */
  z.object({ kind: z.literal("downstream"), by: z.string(), share: z.number() }),
  /** What it stands on is in trouble. */
  z.object({ kind: z.literal("host"), by: z.string(), share: z.number() }),
  /** It has so many times as much to do as before. */
  z.object({ kind: z.literal("load"), factor: z.number() }),
  /** It took over from a member that is lost. */
  z.object({ kind: z.literal("peer"), by: z.string() }),
  /** The other members show it too. */
  z.object({ kind: z.literal("like_peers") }),
  /** It began after the symptom. */
  z.object({ kind: z.literal("late"), byMs: z.number() }),
]);
export type DoubtView = z.infer<typeof doubtSchema>;

export const localisationEvidenceSchema = z.object({
  metric: z.string(),
  unit: z.string(),
  aspect: z.enum(ASPECTS),
  /** Median before, and what it became. */
  usual: z.number(),
  level: z.number(),
  /** How many times its ordinary spread it lies beyond its baseline. */
  z: z.number(),
  since: z.number(),
  /** 0 to 1: how much it says, and how much of that nothing else accounts for. */
  strength: z.number(),
  own: z.number(),
  doubts: z.array(doubtSchema),
});

export const localisationSchema = z.object({
  symptom: z.object({
    node: z.string(),
    /** When it began to show, Unix ms; null: none of its metrics left its baseline. */
    since: z.number().nullable(),
    evidence: z.array(localisationEvidenceSchema),
  }),
  /** Likeliest first. */
  causes: z.array(
    z.object({
      resource: z.string(),
      node: z.string(),
      product: z.string().nullable(),
      /** 0 to 1. */
      score: z.number(),
      /** Strongest first. */
      evidence: z.array(localisationEvidenceSchema),
      /** From the symptom's node down to the cause's. */
      path: z.array(z.string()),
      doubts: z.array(doubtSchema),
    }),
  ),
  baseline: z.object({ from: z.number(), to: z.number() }),
  window: z.object({ from: z.number(), to: z.number() }),
  /** Resources that were looked at, metrics asked for, and those that could not be read, with the reason. */
  resources: z.number().int(),
  metrics: z.number().int(),
  unread: z.array(z.object({ metric: z.string(), reason: z.string() })),
});
export type Localisation = z.infer<typeof localisationSchema>;
