import { DAY_MS } from "@/lib/core/time";
import {
  RETENTION_AGE_MAX_MS,
  RETENTION_AGE_MIN_MS,
  RETENTION_BYTES_MIN,
  type Retention,
} from "@/lib/metrics/retention/schemas";

const GIB = 2 ** 30;

/** As typed. */
export interface RetentionFields {
  days: string;
  /** Empty: no limit. */
  gib: string;
}

export const RETENTION_BOUNDS = {
  daysMin: Number((RETENTION_AGE_MIN_MS / DAY_MS).toFixed(3)),
  daysMax: RETENTION_AGE_MAX_MS / DAY_MS,
  gibMin: RETENTION_BYTES_MIN / GIB,
};

/** Six figures: an hour of ten years, a megabyte of a tebibyte. */
const trimmed = (value: number): string => String(Number(value.toPrecision(6)));

export const fieldsOf = ({ maxAgeMs, maxBytes }: Retention): RetentionFields => ({
  days: trimmed(maxAgeMs / DAY_MS),
  gib: maxBytes === null ? "" : trimmed(maxBytes / GIB),
});

/** What was typed as limits; null where a figure is none or out of bounds. */
export function parseRetention({ days, gib }: RetentionFields): {
  maxAgeMs: number | null;
  maxBytes: number | null | "wrong";
} {
  // Written in days the least time is no whole figure, and comes back a little shorter.
  const ageMs = Math.max(RETENTION_AGE_MIN_MS, Math.round(Number(days) * DAY_MS));
  const daysFit =
    days.trim() !== "" && Number(days) >= RETENTION_BOUNDS.daysMin && ageMs <= RETENTION_AGE_MAX_MS;
  const bytes = Math.round(Number(gib) * GIB);
  const gibFits = bytes >= RETENTION_BYTES_MIN && Number.isSafeInteger(bytes);
  return {
    maxAgeMs: daysFit ? ageMs : null,
    maxBytes: gib.trim() === "" ? null : gibFits ? bytes : "wrong",
  };
}

/** What a change does at once to what is stored. */
export function retentionEffects(
  { maxAgeMs, maxBytes }: Retention,
  used: { ageMs: number; bytes: number },
): ("shorter" | "smaller" | "longer")[] {
  const effects: ("shorter" | "smaller")[] = [];
  if (used.ageMs > maxAgeMs) effects.push("shorter");
  if (maxBytes !== null && used.bytes > maxBytes) effects.push("smaller");
  return effects.length === 0 ? ["longer"] : effects;
}
