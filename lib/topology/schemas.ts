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
