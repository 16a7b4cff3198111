import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import {
  DIFFERENCE_KINDS,
  FACETS,
  LAYERS,
  LIFECYCLE_ACTIONS,
  OBSERVED_STATES,
  RESOURCE_CONDITIONS,
  RESOURCE_ID_MAX,
  RESOURCE_KEEPERS,
  RESOURCE_ORIGINS,
  RESOURCE_SORTS,
  RESOURCE_STATES,
  SEEN_STATES,
  SETTLEMENTS,
} from "./constants";

/** A parameter that may be given several times: any of its values fits. */
const several = <Schema extends z.ZodType>(one: Schema) =>
  z
    .union([one, z.array(one).max(100)])
    .transform((given) => [given].flat() as z.output<Schema>[])
    .optional();
const value = z.string().min(1).max(RESOURCE_ID_MAX);

/** What of the inventory is meant. A value `(none)` means those without one; a label is `name=value`. */
export const resourceFilterSchema = z.object({
  /** Exactly these. */
  id: several(value),
  product: several(value),
  layer: several(value),
  zone: several(value),
  app: several(value),
  cluster: several(value),
  state: several(z.enum(RESOURCE_STATES)),
  origin: several(z.enum(RESOURCE_ORIGINS)),
  seen: several(z.enum(SEEN_STATES)),
  condition: several(z.enum(RESOURCE_CONDITIONS)),
  label: several(value),
  /** Words that must all be found in the id, names, attributes, labels or specification. */
  q: z.string().max(200).optional(),
  sort: z.enum(RESOURCE_SORTS).optional(),
  order: z.enum(["asc", "desc"]).default("asc"),
});
export type ResourceFilter = z.output<typeof resourceFilterSchema>;

/** `GET /api/resources` */
export const resourceQuerySchema = resourceFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
  /** `1`: with the values of each filter and how many resources have them. */
  facets: z.enum(["0", "1"]).default("0"),
});
export type ResourceQuery = z.input<typeof resourceQuerySchema>;

const severitySchema = z.enum(["critical", "warning", "info"]);
const levelSchema = z.enum(["high", "medium", "low"]);

/** Times are Unix ms. */
export const resourceViewSchema = z.object({
  id: z.string(),
  product: z.string(),
  app: z.string().nullable(),
  layer: z.enum(LAYERS).nullable(),
  zone: z.string().nullable(),
  cluster: z.string().nullable(),
  origin: z.enum(RESOURCE_ORIGINS),
  state: z.enum(RESOURCE_STATES),
  keeper: z.enum(RESOURCE_KEEPERS),
  spec: z.record(z.string(), z.unknown()),
  labels: z.record(z.string(), z.string()),
  dependsOn: z.array(z.string()),
  seen: z.enum(SEEN_STATES),
  /** When it last had a sample, as discovery knows; null: never. */
  lastSeenAt: z.number().nullable(),
  /** The fullest of what it owns, 0 to 1, and the metric that says so. Null: no such metric, or no sample. */
  utilisation: z.object({ value: z.number(), metric: z.string() }).nullable(),
  alarms: z.object({ firing: z.number(), worst: severitySchema.nullable() }),
  findings: z.object({ open: z.number(), worst: levelSchema.nullable() }),
  /** Injections that act on it now. */
  faults: z.number(),
  /** Open differences between what is recorded and what is seen. */
  differences: z.number(),
});
export type ResourceView = z.infer<typeof resourceViewSchema>;

const facetSchema = z.array(z.object({ value: z.string(), count: z.number() }));

export const resourceListSchema = z.object({
  resources: z.array(resourceViewSchema),
  /** How many fit, whatever the page. */
  total: z.number(),
  /** How many there are without any filter. */
  all: z.number(),
  /** For each filter its values with how many fit all the other filters; the most frequent first. */
  facets: z.record(z.enum(FACETS), facetSchema).optional(),
});
export type ResourceList = z.infer<typeof resourceListSchema>;
export type ResourceFacets = NonNullable<ResourceList["facets"]>;

export const resourceIdSchema = z.object({ id: z.string().min(1).max(RESOURCE_ID_MAX) });
export type ResourceId = z.infer<typeof resourceIdSchema>;

const observedViewSchema = z.object({
  product: z.string(),
  job: z.string().nullable(),
  instance: z.string().nullable(),
  attributes: z.record(z.string(), z.array(z.string())),
  state: z.enum(OBSERVED_STATES),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
});
export type ObservedView = z.infer<typeof observedViewSchema>;

export const differenceViewSchema = z.object({
  resourceId: z.string(),
  product: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  /** Of a drifted attribute; else empty. */
  attribute: z.string(),
  declared: z.string().nullable(),
  /** Values that were seen; empty: none. */
  observed: z.array(z.string()),
  lastSeenAt: z.number().nullable(),
  /** What can be done about it. */
  settlements: z.array(z.enum(SETTLEMENTS)),
  ignored: z.object({ reason: z.string(), expiresAt: z.number(), by: z.string() }).nullable(),
});
export type DifferenceView = z.infer<typeof differenceViewSchema>;

export const historyEntrySchema = z.object({
  id: z.number(),
  at: z.number(),
  by: z.string(),
  action: z.string(),
  from: z.enum(RESOURCE_STATES).nullable(),
  to: z.enum(RESOURCE_STATES).nullable(),
  reason: z.string().nullable(),
  changes: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

const relatedSchema = resourceViewSchema.pick({
  id: true,
  product: true,
  zone: true,
  state: true,
  seen: true,
  alarms: true,
});
export type RelatedResource = z.infer<typeof relatedSchema>;

const relationSchema = z.object({ resources: z.array(relatedSchema), total: z.number() });

/** `GET /api/resources/[id]` */
export const resourceDetailSchema = z.object({
  resource: resourceViewSchema,
  createdAt: z.number(),
  updatedAt: z.number(),
  observed: observedViewSchema.nullable(),
  /** PromQL matchers of its series, between braces. */
  selector: z.string(),
  dependsOn: relationSchema,
  dependedOnBy: relationSchema,
  /** Other members of its cluster. */
  cluster: relationSchema,
  /** Ids in `dependsOn` that no record has. */
  dangling: z.array(z.string()),
  differences: z.array(differenceViewSchema),
  /** Life-cycle steps that its state allows. */
  actions: z.array(z.enum(LIFECYCLE_ACTIONS)),
  history: z.array(historyEntrySchema),
});
export type ResourceDetail = z.infer<typeof resourceDetailSchema>;

const reason = z.string().trim().min(1, "say why").max(500);

/** `POST /api/resources/[id]/state` */
export const changeStateSchema = z.strictObject({ action: z.enum(LIFECYCLE_ACTIONS), reason });
export type ChangeState = z.infer<typeof changeStateSchema>;

/** `GET /api/resources/comparison` */
export const comparisonQuerySchema = z.object({
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  /** `1`: those that somebody answers for, in the place of the open ones. */
  ignored: z.enum(["0", "1"]).default("0"),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type ComparisonQuery = z.input<typeof comparisonQuerySchema>;

const discoveryViewSchema = z.object({
  at: z.number(),
  durationMs: z.number(),
  resources: z.number(),
  failures: z.array(z.object({ part: z.string(), reason: z.string() })),
});

export const comparisonViewSchema = z.object({
  /** Percent, 0 to 100; null: nothing was compared. */
  accuracy: z.number().nullable(),
  /** Records and unknown resources that were compared, and how many of them agree in everything. */
  compared: z.number(),
  accurate: z.number(),
  counts: z.record(z.enum(DIFFERENCE_KINDS), z.number()),
  ignored: z.number(),
  attributes: z.array(z.object({ attribute: z.string(), compared: z.number(), equal: z.number() })),
  /** Null: discovery has not run yet. */
  discovery: discoveryViewSchema.nullable(),
  differences: z.array(differenceViewSchema),
  total: z.number(),
});
export type ComparisonView = z.infer<typeof comparisonViewSchema>;

/** `POST /api/resources/comparison` */
export const settleSchema = z.strictObject({
  action: z.enum(SETTLEMENTS),
  differences: z
    .array(
      z.strictObject({
        resourceId: value,
        kind: z.enum(DIFFERENCE_KINDS),
        attribute: z.string().max(RESOURCE_ID_MAX).default(""),
        /** Which of several values that were seen is accepted. */
        value: z.string().max(RESOURCE_ID_MAX).optional(),
      }),
    )
    .min(1)
    .max(1_000),
  /** Needed to retire and to ignore. */
  reason: reason.optional(),
  /** Needed to ignore, at most a year ahead. */
  expiresAt: unixMsSchema.optional(),
});
export type Settle = z.input<typeof settleSchema>;
export const settledSchema = z.object({ settled: z.number() });

/** A fault of an inventory file. */
const fileFaultSchema = z.object({ line: z.number(), column: z.number(), message: z.string() });
const changedFieldsSchema = z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }));

/** `POST /api/resources/import/preview` and, when it was done, `POST /api/resources/import`. */
export const importViewSchema = z.object({
  faults: z.array(fileFaultSchema),
  /** Faults that are not listed. */
  moreFaults: z.number(),
  creates: z.number(),
  updates: z.number(),
  unchanged: z.number(),
  /** The first of what would change, in the order of the file. */
  changes: z.array(
    z.object({ id: z.string(), kind: z.enum(["create", "update"]), fields: changedFieldsSchema }),
  ),
});
export type ImportView = z.infer<typeof importViewSchema>;

/** `GET /api/resources/export` */
export const exportQuerySchema = resourceFilterSchema.extend({ format: z.enum(["csv", "yaml"]) });
export type ExportQuery = z.input<typeof exportQuerySchema>;

const viewName = z.string().trim().min(1).max(80);
const viewQuery = z.string().max(2_000);

/** `POST /api/resources/views` */
export const saveViewSchema = z.strictObject({ name: viewName, query: viewQuery, shared: z.boolean() });
export type SaveView = z.infer<typeof saveViewSchema>;
export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  /** Whether the caller may change it. */
  mine: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
export const savedViewListSchema = z.object({ views: z.array(savedViewSchema) });
export const viewIdSchema = z.object({ id: z.uuid() });
export type ViewId = z.infer<typeof viewIdSchema>;
/** `PATCH /api/resources/views/[id]` */
export const updateViewSchema = z.strictObject({ name: viewName.optional(), query: viewQuery.optional() });
export type UpdateView = z.infer<typeof updateViewSchema>;
