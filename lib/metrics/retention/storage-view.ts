import { z } from "zod";
import { retentionSchema } from "./schemas";

const countSchema = z.number().int().nonnegative();
/** Room within files is estimated. */
const bytesSchema = z.number().nonnegative();

/** `PUT /api/storage/retention` (admin). Null: the environment's limits are in force again. */
export const setRetentionSchema = z.object({ retention: retentionSchema.nullable() });

export const retentionViewSchema = retentionSchema.extend({ source: z.enum(["setting", "environment"]) });

/** `GET /api/storage`: how long samples are kept and what they take. Times are Unix ms. */
export const storageViewSchema = z.object({
  /** Null: a remote engine keeps them, by rules of its own. */
  embedded: z
    .object({
      retention: retentionViewSchema,
      status: z.object({
        bytes: z.object({
          log: bytesSchema,
          segments: bytesSchema,
          registry: bytesSchema,
          indexes: bytesSchema,
          reusable: bytesSchema,
          total: bytesSchema,
        }),
        oldestMs: z.number().nullable(),
        newestMs: z.number().nullable(),
        samples: countSchema,
        segments: countSchema,
        series: z.object({ active: countSchema, total: countSchema }),
        deletionsUnderWay: countSchema,
      }),
    })
    .nullable(),
});
export type StorageView = z.infer<typeof storageViewSchema>;
export type EmbeddedStorage = NonNullable<StorageView["embedded"]>;
