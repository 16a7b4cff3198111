import { INGEST_LIMIT_NAMES, INGEST_LIMITS, type IngestLimitName } from "@/lib/metrics/constants";
import type { IngestLimitsView, SetIngestLimits } from "@/lib/metrics/schemas";

/** As typed; empty: the default. */
export type LimitFields = Record<IngestLimitName, string>;

export const limitFieldsOf = ({ own }: IngestLimitsView): LimitFields =>
  Object.fromEntries(
    INGEST_LIMIT_NAMES.map((name) => [name, own[name] === undefined ? "" : String(own[name])]),
  ) as LimitFields;

/** Names of the fields whose figure is none or out of bounds. */
export function wrongLimits(fields: LimitFields): IngestLimitName[] {
  return INGEST_LIMIT_NAMES.filter((name) => {
    const text = fields[name].trim();
    const { min, max } = INGEST_LIMITS[name];
    return text !== "" && !(/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max);
  });
}

/** What differs from what is in force; null goes back to the default. */
export function changedLimits(fields: LimitFields, { own }: IngestLimitsView): SetIngestLimits {
  return Object.fromEntries(
    INGEST_LIMIT_NAMES.flatMap((name): [string, number | null][] => {
      const text = fields[name].trim();
      const next = text === "" ? null : Number(text);
      return next === (own[name] ?? null) ? [] : [[name, next]];
    }),
  );
}
