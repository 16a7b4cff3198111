import { z } from "zod";
import { ALARM_STATES, SEVERITIES } from "@/lib/alarms/constants";
import { unixMsSchema } from "@/lib/core/time-schema";
import { LAYERS } from "@/lib/resources/constants";
import { FINDING_LEVELS } from "@/lib/risk/constants";
import {
  BOUND_BY_HAND_MAX,
  DIAGRAM_EDGE_KINDS,
  EDGES_MAX,
  MISSING_REASONS,
  NODE_REASONS,
  NODE_STATUSES,
  NODES_MAX,
  SELECTORS_MAX,
  VERSION_ORIGINS,
} from "./constants";

/** In the address of a diagram and in YAML. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be 1 to 64 lower-case letters, digits or hyphens");
/** Names of groups and resources serve as ids of nodes, so what they may hold is allowed here. */
export const nodeIdSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._:/@-]{0,119}$/u,
    "must be 1 to 120 letters, digits or any of . _ : / @ -",
  );
const titleSchema = z.string().trim().min(1).max(120);
const coordinateSchema = z.number().min(-100_000).max(100_000);

export const bindingSchema = z.strictObject({
  /** Label matchers such as `product="redis",cluster="redis-cart"`; a resource that fits any of them is bound. */
  selectors: z.array(z.string().trim().min(1).max(500)).max(SELECTORS_MAX),
  /** Ids of resources that are bound by hand. */
  resources: z.array(z.string().min(1).max(200)).max(BOUND_BY_HAND_MAX),
});

export const positionSchema = z.strictObject({
  x: coordinateSchema,
  /** From the top of the lane. */
  y: z.number().min(0).max(100_000),
});
export type Position = z.infer<typeof positionSchema>;

export const diagramNodeSchema = z.strictObject({
  id: nodeIdSchema,
  title: titleSchema,
  layer: z.enum(LAYERS),
  binding: bindingSchema,
  /** In pixels of the diagram at its natural size. Null: where the layout puts it. */
  position: positionSchema.nullable(),
});
export type DiagramNode = z.infer<typeof diagramNodeSchema>;

export const diagramEdgeSchema = z.strictObject({
  source: nodeIdSchema,
  destination: nodeIdSchema,
  kind: z.enum(DIAGRAM_EDGE_KINDS),
});
export type DiagramEdge = z.infer<typeof diagramEdgeSchema>;

export const diagramSchema = z.strictObject({
  nodes: z.array(diagramNodeSchema).max(NODES_MAX),
  edges: z.array(diagramEdgeSchema).max(EDGES_MAX),
});
export type Diagram = z.infer<typeof diagramSchema>;

const appSchema = z.string().min(1).max(200);

export const architectureNameSchema = z.object({ slug: slugSchema });
export type ArchitectureName = z.infer<typeof architectureNameSchema>;

/** `at`: as it was then (Unix ms); `version`: this one. Absent: the newest. */
export const architectureQuerySchema = z.object({
  at: unixMsSchema.optional(),
  version: z.coerce.number().int().min(1).optional(),
});
export type ArchitectureQuery = z.infer<typeof architectureQuerySchema>;

export const stateQuerySchema = architectureQuerySchema.pick({ at: true });
export type StateQuery = z.infer<typeof stateQuerySchema>;

const summaryShape = {
  slug: z.string(),
  title: z.string(),
  titleZh: z.string(),
  app: z.string().nullable(),
  /** 0: nobody has saved it yet; it is generated from the inventory and the call graph each time it is asked for. */
  version: z.number(),
  updatedAt: z.number().nullable(),
  updatedBy: z.string().nullable(),
};
/** `GET /api/architectures` */
export const architectureListSchema = z.object({
  architectures: z.array(z.object({ ...summaryShape, nodes: z.number().nullable() })),
});
export type ArchitectureList = z.infer<typeof architectureListSchema>;

export const architectureViewSchema = z.object({
  ...summaryShape,
  /** Of the newest version; `version` is an older one where a moment or a version was asked for. */
  newestVersion: z.number(),
  diagram: diagramSchema,
  /** Resources of the app that no node is bound to. */
  unbound: z.array(z.object({ id: z.string(), product: z.string(), layer: z.enum(LAYERS).nullable() })),
});
export type ArchitectureView = z.infer<typeof architectureViewSchema>;

export const createArchitectureSchema = z.object({
  slug: slugSchema,
  title: titleSchema,
  titleZh: titleSchema.optional(),
  app: appSchema.nullable().default(null),
  /** Absent: generated for the app, empty without one. */
  diagram: diagramSchema.optional(),
});
export type CreateArchitecture = z.input<typeof createArchitectureSchema>;

export const saveArchitectureSchema = z.object({
  diagram: diagramSchema,
  title: titleSchema.optional(),
  titleZh: titleSchema.optional(),
  /** The version that the changes were made on. A newer one in the store refuses them. */
  baseVersion: z.int().min(0),
  note: z.string().trim().max(500).default(""),
});
export type SaveArchitecture = z.input<typeof saveArchitectureSchema>;

export const restoreArchitectureSchema = z.object({
  version: z.int().min(1),
  baseVersion: z.int().min(0),
});
export type RestoreArchitecture = z.infer<typeof restoreArchitectureSchema>;

export const yamlQuerySchema = z.object({ baseVersion: z.coerce.number().int().min(0).optional() });
export type YamlQuery = z.infer<typeof yamlQuerySchema>;

/** `GET /api/architectures/[slug]/versions`, newest first. */
export const versionListSchema = z.object({
  versions: z.array(
    z.object({
      version: z.number(),
      origin: z.enum(VERSION_ORIGINS),
      note: z.string(),
      author: z.string(),
      at: z.number(),
      nodes: z.number(),
      edges: z.number(),
    }),
  ),
});
export type VersionList = z.infer<typeof versionListSchema>;

export const diffQuerySchema = z.object({
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(1),
});
export type DiffQuery = z.infer<typeof diffQuerySchema>;

const edgeChangeSchema = z.object({
  source: z.string(),
  destination: z.string(),
  change: z.enum(["added", "removed", "changed"]),
});
export const diagramDiffSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      change: z.enum(["added", "removed", "changed"]),
      /** What of it is different; empty when it was added or removed. */
      fields: z.array(z.enum(["title", "layer", "position", "binding"])),
      /** Selectors and resources that came to the binding, and that went. */
      bound: z.array(z.string()),
      released: z.array(z.string()),
    }),
  ),
  edges: z.array(edgeChangeSchema),
});
export type DiagramDiff = z.infer<typeof diagramDiffSchema>;

/** `POST /api/architectures/state`: of a diagram that is not stored. */
export const previewStateSchema = z.object({
  app: appSchema.nullable(),
  diagram: diagramSchema,
  at: z.int().min(0).optional(),
});
export type PreviewState = z.infer<typeof previewStateSchema>;

const measuredSchema = z.object({
  value: z.number(),
  /** Name in the catalogue of metrics. */
  metric: z.string(),
  resource: z.string(),
  threshold: z.number().nullable(),
});
export type Measured = z.infer<typeof measuredSchema>;

export const nodeReasonSchema = z.object({
  kind: z.enum(NODE_REASONS),
  status: z.enum(NODE_STATUSES),
  resource: z.string().nullable(),
  /** The alarm's rule or the metric's name. */
  subject: z.string().nullable(),
  value: z.number().nullable(),
  threshold: z.number().nullable(),
});
export type NodeReason = z.infer<typeof nodeReasonSchema>;

export const nodeStateSchema = z.object({
  id: z.string(),
  /** Nodes of the call graph that its resources belong to. */
  graphIds: z.array(z.string()),
  /** Bound ones that run, ordered. */
  resources: z.array(
    z.object({
      id: z.string(),
      product: z.string(),
      zone: z.string().nullable(),
      status: z.enum(NODE_STATUSES),
      /** Unix ms of its newest sample. */
      sampleAt: z.number().nullable(),
      stale: z.boolean(),
    }),
  ),
  /** Bound by hand, and not there. */
  missing: z.array(z.object({ id: z.string(), reason: z.enum(MISSING_REASONS) })),
  /** Selectors that fit no resource. */
  empty: z.array(z.string()),
  status: z.enum(NODE_STATUSES),
  reasons: z.array(nodeReasonSchema),
  /** Of the resource whose newest sample is the oldest; null: one has none. */
  sampleAt: z.number().nullable(),
  stale: z.boolean(),
  traffic: z.object({ value: z.number(), unit: z.string() }).nullable(),
  /** Of the busiest resource. */
  utilisation: measuredSchema.nullable(),
  errors: measuredSchema.nullable(),
  latencyS: measuredSchema.nullable(),
  /** How many times today's traffic fits before the busiest part that grows with traffic reaches its line. */
  capacity: measuredSchema.nullable(),
  alarms: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      severity: z.enum(SEVERITIES),
      state: z.enum(ALARM_STATES),
      resource: z.string().nullable(),
      activeAt: z.number(),
      summary: z.string(),
      summaryZh: z.string(),
    }),
  ),
  risks: z.array(
    z.object({
      id: z.string(),
      checkId: z.string(),
      level: z.enum(FINDING_LEVELS),
      resource: z.string(),
    }),
  ),
  faults: z.array(
    z.object({
      id: z.string(),
      runId: z.string().nullable(),
      faultId: z.string(),
      resource: z.string(),
      from: z.number(),
      until: z.number(),
    }),
  ),
});
export type NodeState = z.infer<typeof nodeStateSchema>;

export const edgeStateSchema = z.object({
  source: z.string(),
  destination: z.string(),
  callsPerS: z.number().nullable(),
  errorRatio: z.number().nullable(),
  p99S: z.number().nullable(),
  /** False: requests are seen, and the diagram has no such edge. */
  drawn: z.boolean(),
});
export type EdgeState = z.infer<typeof edgeStateSchema>;

export const architectureStateSchema = z.object({
  /** Unix ms. */
  at: z.number(),
  nodes: z.array(nodeStateSchema),
  edges: z.array(edgeStateSchema),
  /** Whether the alarm rules were being evaluated then: only so is no alarm good news. */
  alarmsKnown: z.boolean(),
  /** Whether a scan for risks had been made by then. */
  risksKnown: z.boolean(),
  unbound: architectureViewSchema.shape.unbound,
});
export type ArchitectureState = z.infer<typeof architectureStateSchema>;
