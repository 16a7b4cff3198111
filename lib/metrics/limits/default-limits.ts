import { env } from "@/lib/core/env";
import { INGEST_LIMIT_NAMES, INGEST_LIMITS, type IngestLimits } from "@/lib/metrics/constants";

/** What holds for a source without values of its own. */
export function defaultIngestLimits(): IngestLimits {
  const limits = Object.fromEntries(INGEST_LIMIT_NAMES.map((name) => [name, INGEST_LIMITS[name].default]));
  return { ...limits, outOfOrderSeconds: env().INGEST_OUT_OF_ORDER_S } as IngestLimits;
}
