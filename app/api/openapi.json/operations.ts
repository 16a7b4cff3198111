import { z } from "zod";
import * as acknowledge from "@/app/api/alarms/[id]/acknowledge/route";
import * as alarms from "@/app/api/alarms/route";
import * as alarmRules from "@/app/api/alarms/rules/route";
import * as architectureDiff from "@/app/api/architectures/[slug]/diff/route";
import * as architectureGenerated from "@/app/api/architectures/[slug]/generated/route";
import * as architectureRestore from "@/app/api/architectures/[slug]/restore/route";
import * as architecture from "@/app/api/architectures/[slug]/route";
import * as architectureState from "@/app/api/architectures/[slug]/state/route";
import * as architectureVersions from "@/app/api/architectures/[slug]/versions/route";
import * as architectureYaml from "@/app/api/architectures/[slug]/yaml/route";
import * as architectures from "@/app/api/architectures/route";
import * as architecturePreview from "@/app/api/architectures/state/route";
import * as chat from "@/app/api/chat/route";
import * as event from "@/app/api/events/[slug]/route";
import * as events from "@/app/api/events/route";
import * as startExperiment from "@/app/api/experiments/[id]/start/route";
import * as experiments from "@/app/api/experiments/route";
import * as faults from "@/app/api/faults/route";
import * as live from "@/app/api/live/route";
import * as localisation from "@/app/api/localisation/route";
import * as password from "@/app/api/me/password/route";
import * as me from "@/app/api/me/route";
import * as metricsHealth from "@/app/api/metrics/health/route";
import * as products from "@/app/api/products/route";
import * as resource from "@/app/api/resources/[id]/route";
import * as resourceState from "@/app/api/resources/[id]/state/route";
import * as comparison from "@/app/api/resources/comparison/route";
import * as resourceExport from "@/app/api/resources/export/route";
import * as importPreview from "@/app/api/resources/import/preview/route";
import * as resourceImport from "@/app/api/resources/import/route";
import * as resources from "@/app/api/resources/route";
import * as resourceView from "@/app/api/resources/views/[id]/route";
import * as resourceViews from "@/app/api/resources/views/route";
import * as risk from "@/app/api/risk/route";
import * as riskScan from "@/app/api/risk/scan/route";
import * as ruleFile from "@/app/api/rules/[name]/route";
import * as rulePreview from "@/app/api/rules/preview/route";
import * as ruleFiles from "@/app/api/rules/route";
import * as abortRun from "@/app/api/runs/[id]/abort/route";
import * as run from "@/app/api/runs/[id]/route";
import * as runs from "@/app/api/runs/route";
import * as self from "@/app/api/self/route";
import * as trace from "@/app/api/self/traces/[id]/route";
import * as traces from "@/app/api/self/traces/route";
import * as simulator from "@/app/api/simulator/route";
import * as source from "@/app/api/sources/[id]/route";
import * as sources from "@/app/api/sources/route";
import * as retention from "@/app/api/storage/retention/route";
import * as storage from "@/app/api/storage/route";
import * as limits from "@/app/api/tokens/[id]/limits/route";
import * as token from "@/app/api/tokens/[id]/route";
import * as tokens from "@/app/api/tokens/route";
import * as impact from "@/app/api/topology/impact/route";
import * as topologySearch from "@/app/api/topology/search/route";
import * as topology from "@/app/api/topology/route";
import * as user from "@/app/api/users/[id]/route";
import * as users from "@/app/api/users/route";
import { alarmListSchema, alarmRuleListSchema, alarmViewSchema } from "@/lib/alarms/schemas";
import {
  architectureListSchema,
  architectureStateSchema,
  architectureViewSchema,
  diagramDiffSchema,
  diagramSchema,
  versionListSchema,
} from "@/lib/architecture/schemas";
import {
  createdTokenSchema,
  meSchema,
  tokenListSchema,
  tokenViewSchema,
  userListSchema,
  userViewSchema,
} from "@/lib/auth/schemas";
import { replySchema } from "@/lib/chat/schemas";
import { eventListSchema, eventViewSchema } from "@/lib/events/schemas";
import { experimentListSchema, runListSchema, runViewSchema } from "@/lib/experiments/schemas";
import type { Operation, OperationNotes } from "@/lib/http/describe-routes";
import type { DescribedRoute } from "@/lib/http/route";
import { localisationSchema } from "@/lib/localisation/schemas";
import { metricsHealthSchema } from "@/lib/metrics/health/schemas";
import { retentionViewSchema, storageViewSchema } from "@/lib/metrics/retention/storage-view";
import { ingestLimitsViewSchema } from "@/lib/metrics/schemas";
import {
  comparisonViewSchema,
  importViewSchema,
  resourceDetailSchema,
  resourceListSchema,
  savedViewListSchema,
  savedViewSchema,
  settledSchema,
} from "@/lib/resources/schemas";
import { riskViewSchema } from "@/lib/risk/schemas";
import { ruleFileListSchema, ruleFilePreviewSchema, ruleFileViewSchema } from "@/lib/rules/schemas";
import { selfViewSchema, traceListSchema, traceViewSchema } from "@/lib/self/schemas";
import { simulatorViewSchema } from "@/lib/simulator/schemas";
import { sourceDetailsSchema, sourceListSchema } from "@/lib/sources/schemas";
import { impactSchema, searchResultSchema, topologySchema } from "@/lib/topology/schemas";

const textSchema = z.object({ en: z.string(), zh: z.string() });
/** The catalogue is code: what of it others may rely on. */
const faultListSchema = z.object({
  faults: z.array(z.looseObject({ id: z.string(), product: z.string(), title: textSchema, risk: z.int() })),
  /** How many fit, whatever the page. */
  total: z.int(),
});
const productListSchema = z.object({
  products: z.array(
    z.looseObject({
      id: z.string(),
      title: textSchema,
      layer: z.string().nullable(),
      metrics: z.array(z.looseObject({ name: z.string(), type: z.string(), unit: z.string() })),
    }),
  ),
  total: z.int(),
});
const YAML = "application/yaml";

type Notes = readonly [summary: string, answer: OperationNotes["answer"], bodyMedia?: string];
type Described = readonly [
  path: string,
  routes: Partial<Record<string, DescribedRoute>>,
  notes: Readonly<Record<string, Notes>>,
];

const ROUTES: readonly Described[] = [
  [
    "/api/alarms",
    alarms,
    { GET: ["Alarms that are open, or touch a window; worst first.", alarmListSchema] },
  ],
  ["/api/alarms/rules", alarmRules, { GET: ["Alarm rules and their state.", alarmRuleListSchema] }],
  [
    "/api/alarms/[id]/acknowledge",
    acknowledge,
    { POST: ["Marks a firing alarm as seen by the caller.", alarmViewSchema] },
  ],
  [
    "/api/architectures",
    architectures,
    {
      GET: ["Diagrams of the businesses.", architectureListSchema],
      POST: ["Makes a diagram.", architectureViewSchema],
    },
  ],
  [
    "/api/architectures/state",
    architecturePreview,
    { POST: ["What a diagram that is not stored would show.", architectureStateSchema] },
  ],
  [
    "/api/architectures/[slug]",
    architecture,
    {
      GET: ["A diagram: the newest version, or as it was.", architectureViewSchema],
      PUT: ["Stores the next version of a diagram.", architectureViewSchema],
      DELETE: ["Removes a diagram.", null],
    },
  ],
  [
    "/api/architectures/[slug]/diff",
    architectureDiff,
    { GET: ["What made one version out of another.", diagramDiffSchema] },
  ],
  [
    "/api/architectures/[slug]/generated",
    architectureGenerated,
    { GET: ["The diagram that the inventory and the call graph give now.", diagramSchema] },
  ],
  [
    "/api/architectures/[slug]/restore",
    architectureRestore,
    { POST: ["Makes an older version the newest again.", architectureViewSchema] },
  ],
  [
    "/api/architectures/[slug]/state",
    architectureState,
    { GET: ["What a diagram shows, now or at a moment.", architectureStateSchema] },
  ],
  [
    "/api/architectures/[slug]/versions",
    architectureVersions,
    { GET: ["Versions of a diagram, newest first.", versionListSchema] },
  ],
  [
    "/api/architectures/[slug]/yaml",
    architectureYaml,
    {
      GET: ["A diagram as YAML.", YAML],
      PUT: ["Takes a diagram out of YAML, all of it or nothing.", architectureViewSchema, YAML],
    },
  ],
  [
    "/api/chat",
    chat,
    { POST: ["Answers a question. With `Accept: text/event-stream` as it goes on.", replySchema] },
  ],
  ["/api/events", events, { GET: ["Infrastructure events, latest T0 first.", eventListSchema] }],
  ["/api/events/[slug]", event, { GET: ["One event.", eventViewSchema] }],
  ["/api/experiments", experiments, { GET: ["Plans of experiments.", experimentListSchema] }],
  ["/api/experiments/[id]/start", startExperiment, { POST: ["Starts an experiment.", runViewSchema] }],
  ["/api/faults", faults, { GET: ["The fault library.", faultListSchema] }],
  [
    "/api/live",
    live,
    { GET: ["Server-sent events: which topic has changed, to be asked for again.", "text/event-stream"] },
  ],
  [
    "/api/me",
    me,
    { GET: ["Who the caller is.", meSchema], PATCH: ["Changes the caller's own account.", meSchema] },
  ],
  ["/api/me/password", password, { POST: ["Sets the caller's password.", null] }],
  [
    "/api/metrics/health",
    metricsHealth,
    { GET: ["Whether the store of metrics answers.", metricsHealthSchema] },
  ],
  ["/api/products", products, { GET: ["The catalogue: products, metrics, faults.", productListSchema] }],
  ["/api/resources", resources, { GET: ["The inventory, filtered and by page.", resourceListSchema] }],
  [
    "/api/resources/[id]",
    resource,
    { GET: ["One resource: record, what is seen, relations, history.", resourceDetailSchema] },
  ],
  [
    "/api/resources/[id]/state",
    resourceState,
    { POST: ["Moves a resource on in its life cycle.", resourceDetailSchema] },
  ],
  [
    "/api/resources/comparison",
    comparison,
    {
      GET: ["How far the inventory agrees with what is seen in metrics.", comparisonViewSchema],
      POST: ["Settles differences.", settledSchema],
    },
  ],
  ["/api/resources/export", resourceExport, { GET: ["The inventory as CSV or YAML.", "text/csv"] }],
  [
    "/api/resources/import",
    resourceImport,
    { POST: ["Takes an inventory file, whole or not at all.", importViewSchema, YAML] },
  ],
  [
    "/api/resources/import/preview",
    importPreview,
    { POST: ["What an inventory file would change, and its faults.", importViewSchema, YAML] },
  ],
  [
    "/api/resources/views",
    resourceViews,
    {
      GET: ["Saved views: the caller's and the shared ones.", savedViewListSchema],
      POST: ["Saves a view.", savedViewSchema],
    },
  ],
  [
    "/api/resources/views/[id]",
    resourceView,
    { PATCH: ["Changes a view.", savedViewSchema], DELETE: ["Removes a view.", null] },
  ],
  ["/api/risk", risk, { GET: ["The newest scan: score and open findings.", riskViewSchema] }],
  ["/api/risk/scan", riskScan, { POST: ["Scans now.", riskViewSchema] }],
  ["/api/rules", ruleFiles, { GET: ["Rule files with their groups.", ruleFileListSchema] }],
  [
    "/api/rules/[name]",
    ruleFile,
    {
      GET: ["A rule file as it was uploaded.", YAML],
      PUT: ["Takes a Prometheus rule file.", ruleFileViewSchema, YAML],
      DELETE: ["Removes a rule file.", null],
    },
  ],
  [
    "/api/rules/preview",
    rulePreview,
    { POST: ["What a rule file holds, and what keeps it from being taken.", ruleFilePreviewSchema, YAML] },
  ],
  ["/api/runs", runs, { GET: ["Runs that touch a window, newest first.", runListSchema] }],
  ["/api/runs/[id]", run, { GET: ["One run with its report.", runViewSchema] }],
  ["/api/runs/[id]/abort", abortRun, { POST: ["Rolls a run back.", runViewSchema] }],
  ["/api/self", self, { GET: ["How the product itself is.", selfViewSchema] }],
  ["/api/self/traces", traces, { GET: ["Traces that were kept.", traceListSchema] }],
  ["/api/self/traces/[id]", trace, { GET: ["What every part did for one request.", traceViewSchema] }],
  ["/api/simulator", simulator, { GET: ["State of the simulated cloud.", simulatorViewSchema] }],
  ["/api/sources", sources, { GET: ["Who sends metrics, the busiest first.", sourceListSchema] }],
  [
    "/api/sources/[id]",
    source,
    { GET: ["One source: its jobs, and what was refused why.", sourceDetailsSchema] },
  ],
  ["/api/storage", storage, { GET: ["What the store holds and how long it is kept.", storageViewSchema] }],
  ["/api/storage/retention", retention, { PUT: ["Chooses how long samples are kept.", retentionViewSchema] }],
  [
    "/api/tokens",
    tokens,
    {
      GET: ["API tokens, newest first.", tokenListSchema],
      POST: ["Makes a token; the only answer that shows it.", createdTokenSchema],
    },
  ],
  ["/api/tokens/[id]", token, { DELETE: ["Revokes a token.", tokenViewSchema] }],
  [
    "/api/tokens/[id]/limits",
    limits,
    {
      GET: ["What a token may send.", ingestLimitsViewSchema],
      PATCH: ["Changes what a token may send.", ingestLimitsViewSchema],
    },
  ],
  [
    "/api/localisation",
    localisation,
    { GET: ["The likeliest causes of what a node shows, with the evidence.", localisationSchema] },
  ],
  [
    "/api/topology",
    topology,
    { GET: ["Who needs whom, with the calls between them, at a moment of the history.", topologySchema] },
  ],
  [
    "/api/topology/impact",
    impact,
    { GET: ["What a node needs, who needs it, and who is touched if it fails.", impactSchema] },
  ],
  [
    "/api/topology/search",
    topologySearch,
    { GET: ["Parts of the graph that a question in words means.", searchResultSchema] },
  ],
  [
    "/api/users",
    users,
    { GET: ["Accounts, by name.", userListSchema], POST: ["Makes an account.", userViewSchema] },
  ],
  [
    "/api/users/[id]",
    user,
    { PATCH: ["Changes an account.", userViewSchema], DELETE: ["Removes an account.", null] },
  ],
];

/** Every operation of our own REST, in the order of the table. */
export const OPERATIONS: readonly Operation[] = ROUTES.flatMap(([path, routes, notes]) =>
  Object.entries(notes).flatMap(([method, [summary, answer, bodyMedia]]) => {
    const facts = routes[method]?.facts;
    if (!facts) return [];
    return [{ method, path, facts, summary, answer, ...(bodyMedia === undefined ? {} : { bodyMedia }) }];
  }),
);
