import { z } from "zod";
import { LAYERS, RESOURCE_ORIGINS, RESOURCE_STATES } from "./constants";

/** `GET /api/resources?product&layer&zone&app&q&limit&offset`; `q` is a part of the id or the cluster. */
export const resourceQuerySchema = z.object({
  product: z.string().min(1).optional(),
  layer: z.enum(LAYERS).optional(),
  zone: z.string().min(1).optional(),
  app: z.string().min(1).optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
});
export type ResourceQuery = z.input<typeof resourceQuerySchema>;

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
  spec: z.record(z.string(), z.unknown()),
  dependsOn: z.array(z.string()),
  lastSeenAt: z.number().nullable(),
});

export const resourceListSchema = z.object({
  resources: z.array(resourceViewSchema),
  /** How many fit, whatever the page. */
  total: z.number(),
});
export type ResourceList = z.infer<typeof resourceListSchema>;
