import { env } from "@/lib/core/env";
import { InvalidError } from "@/lib/core/errors";
import { parseDuration } from "@/lib/promql/parser/duration";
import { retentionSchema, type Retention } from "./schemas";

/** @see Prometheus `--storage.tsdb.retention.size`: "Based on powers-of-2, so 1KB is 1024B." */
const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"];

/** @param text digits and one of the units: the environment is checked. */
const parseBytes = (text: string): number =>
  Number.parseInt(text, 10) * 1024 ** UNITS.indexOf(text.replace(/^\d+/, ""));

/**
 * Limits that the environment sets.
 *
 * @throws InvalidError naming the variable that is wrong.
 */
export function environmentRetention(
  { METRICS_RETENTION_TIME: time, METRICS_RETENTION_BYTES: bytes }: RetentionVariables = env(),
): Retention {
  const age = parseDuration(time);
  if ("error" in age) throw new InvalidError(`METRICS_RETENTION_TIME: ${age.error}.`);
  const parsed = retentionSchema.safeParse({
    maxAgeMs: age.ms,
    maxBytes: bytes === undefined ? null : parseBytes(bytes),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path[0] === "maxBytes" ? "METRICS_RETENTION_BYTES" : "METRICS_RETENTION_TIME";
  throw new InvalidError(`${name}: ${issue?.message ?? "not valid"}.`);
}

interface RetentionVariables {
  METRICS_RETENTION_TIME: string;
  METRICS_RETENTION_BYTES?: string | undefined;
}
