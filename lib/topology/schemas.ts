import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import { LAYERS } from "@/lib/resources/constants";
import { EDGE_KINDS } from "./constants";

/** `GET /api/topology?app&at`; `at` in Unix ms, absent: now. */
export const topologyQuerySchema = z.object({
  app: z.string().min(1).max(200).optional(),
  at: unixMsSchema.optional(),
});
export type TopologyQuery = z.input<typeof topologyQuerySchema>;

export const topologyNodeSchema = z.object({
  /** Name of the group, or id of the resource that belongs to none; of a stranger: its name in the service graph. */
  id: z.string(),
  /** Null: seen in calls only, the inventory does not know it. */
  product: z.string().nullable(),
  /** Null: of none, or its members are of several. */
  app: z.string().nullable(),
  layer: z.enum(LAYERS).nullable(),
  /** Zones of its members, each once, ordered. */
  zones: z.array(z.string()),
  /** Ids of its members, ordered; empty for a stranger. */
  resources: z.array(z.string()),
});
export type TopologyNode = z.infer<typeof topologyNodeSchema>;

export const topologyEdgeSchema = z.object({
  source: z.string(),
  destination: z.string(),
  kind: z.enum(EDGE_KINDS),
  /** Requests a second. Null on an edge without measured calls. */
  callsPerS: z.number().nullable(),
  /** Share of the requests that failed, 0 to 1. Null: no request, so no share. */
  errorRatio: z.number().nullable(),
  /** 99th percentile as the caller sees it, in seconds. */
  p99S: z.number().nullable(),
});
export type TopologyEdge = z.infer<typeof topologyEdgeSchema>;

export const topologySchema = z.object({
  /** Ordered by id. */
  nodes: z.array(topologyNodeSchema),
  /** From who needs to who is needed; at most one between two nodes in one direction. */
  edges: z.array(topologyEdgeSchema),
  /** Unix ms. */
  at: z.number(),
});
export type Topology = z.infer<typeof topologySchema>;

export const reachedSchema = z.object({
  id: z.string(),
  /** Edges on a shortest way, 1 or more. */
  hops: z.number().int(),
  /** From the asked node to this one, both in. */
  path: z.array(z.string()),
});
export type Reached = z.infer<typeof reachedSchema>;

/**
 * `measured`: by what failed in the past when it failed; `call_share`: by calls for each request; `declared`: nothing was
 * measured, the worst is taken.
 */
export const WEIGHT_BASES = ["measured", "call_share", "declared"] as const;

const touchedSchema = z.object({
  id: z.string(),
  /** Share of its work that fails, above 0, to 1. */
  share: z.number(),
  /** Requests a second that fail now if it happens now; null: its traffic is not measured. */
  requestsPerS: z.number().nullable(),
  /** From it down to what fails, along what brings most of the loss. */
  path: z.array(z.string()),
  /** The weakest that is known of the edges of the path. */
  basis: z.enum(WEIGHT_BASES),
});
export type Touched = z.infer<typeof touchedSchema>;

export const blastRadiusSchema = z.object({
  failing: z.array(
    z.object({
      id: z.string(),
      /** `degraded`: members are left, its callers go on. */
      state: z.enum(["lost", "degraded"]),
      members: z.number().int(),
      membersFailing: z.number().int(),
      /** The failing ones. */
      resources: z.array(z.string()),
    }),
  ),
  touched: z.array(touchedSchema),
});
export type BlastRadius = z.infer<typeof blastRadiusSchema>;

/** `GET /api/topology/impact?node|resource|zone&app&at`: exactly one of the three fails. */
export const impactQuerySchema = topologyQuerySchema
  .extend({
    node: z.string().min(1).max(500).optional(),
    resource: z.string().min(1).max(500).optional(),
    zone: z.string().min(1).max(200).optional(),
  })
  .refine(
    ({ node, resource, zone }) => [node, resource, zone].filter((one) => one !== undefined).length === 1,
    {
      path: ["node"],
      message: "Give one of node, resource and zone.",
    },
  );
export type ImpactQuery = z.input<typeof impactQuerySchema>;

export const impactSchema = z.object({
  at: z.number(),
  /** Nearest first. Of a zone: null, because it is no node. */
  dependencies: z.array(reachedSchema).nullable(),
  dependants: z.array(reachedSchema).nullable(),
  blast: blastRadiusSchema,
});
export type Impact = z.infer<typeof impactSchema>;

/** `GET /api/topology/search?q&at`; `q` is a question in English or Chinese. */
export const searchQuerySchema = z.object({
  q: z.string().trim().min(1).max(200),
  at: unixMsSchema.optional(),
});
export type SearchQuery = z.input<typeof searchQuerySchema>;

export const searchResultSchema = z.object({
  /** Ids of the nodes that fit, or have a resource that does. */
  nodes: z.array(z.string()),
  /** Ids of the resources that fit. */
  resources: z.array(z.string()),
  /** What was understood, in words. */
  interpretation: z.object({ en: z.string(), zh: z.string() }),
  /** Words of the question that mean nothing here; the answer is without them. */
  notUnderstood: z.array(z.string()),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
