import { z } from "zod";
import { DAY_MS, HOUR_MS } from "@/lib/core/time";

/** The newest 2 h are never dropped: they are being written, and alarms look at them. */
export const RETENTION_AGE_MIN_MS = 2 * HOUR_MS;
/** Ten years: our choice, so that a slip of the keyboard is noticed. */
export const RETENTION_AGE_MAX_MS = 3_650 * DAY_MS;
/** 64 MiB: about two days of 3,000 series every 10 s. Less would empty the store of a product that works. */
export const RETENTION_BYTES_MIN = 64 * 1024 * 1024;

/** How long samples are kept. Whichever limit is reached first drops the oldest. */
export const retentionSchema = z.object({
  maxAgeMs: z.int().min(RETENTION_AGE_MIN_MS).max(RETENTION_AGE_MAX_MS),
  /** Bytes of samples, indexes and labels together; null: no limit. */
  maxBytes: z.int().min(RETENTION_BYTES_MIN).max(Number.MAX_SAFE_INTEGER).nullable(),
});
export type Retention = z.infer<typeof retentionSchema>;

export interface RetentionView extends Retention {
  /** Who says so: an administrator in the product, or the environment and its defaults. */
  source: "setting" | "environment";
}

export interface StorageStatus {
  bytes: {
    /** Samples of the last hours, as they came. */
    log: number;
    /** Compressed samples. */
    segments: number;
    /** Label sets. */
    registry: number;
    /** Indexes of the three. */
    indexes: number;
    /** Of all the above: room within the files that is used again before they grow. */
    reusable: number;
    /** On disk: the first four together. */
    total: number;
  };
  /** Time of the oldest and the newest stored sample, Unix ms; null in an empty store. */
  oldestMs: number | null;
  newestMs: number | null;
  /** Samples that are stored, a moment that came twice counted twice until it is folded. */
  samples: number;
  /** Compressed segments. */
  segments: number;
  /** Series with samples in the last hours, and all that are still stored. */
  series: { active: number; total: number };
  /** Deletions whose samples are hidden but not yet removed from disk. */
  deletionsUnderWay: number;
}
