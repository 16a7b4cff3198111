import type { MetricDefinition } from "@/lib/products/types";

/**
 * What a metric tells of its resource. The first six are its own state; `latency`, `errors` and `waiting` are felt by it and
 * may come from what it calls; `work` and `traffic` come from who calls it.
 */
export const ASPECTS = [
  "availability",
  "members",
  "stock",
  "saturation",
  "quality",
  "state",
  "latency",
  "errors",
  "waiting",
  "work",
  "traffic",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Names as Prometheus users choose them: the catalogue gives the direction that is bad, the name what is counted. */
const ERRORS =
  /error|fail|refus|reject|timeout|timed_out|drop|retr(?:y|ies)|5xx|discard|unanswered|throttle|stale/;
const WAITING =
  /in_?flight|connection|threads|queue|waiting|pending|load1|sessions|backlog|concurren|outstanding|active|tickets|clients/;
/** Shares of a limit; other shares are shares of what went wrong. */
const SATURATION = /usage|requested|io_time|watermark|dirty|steal|bloat/;
/** What a resource is made of, counted. */
const MEMBER_UNITS: ReadonlySet<string> = new Set([
  "nodes",
  "members",
  "pods",
  "backends",
  "servers",
  "copies",
  "standbys",
  "replicas",
]);

/** Null: the metric tells nothing of health, such as a limit or a role. */
export function aspectOf({ name, type, unit, bad }: MetricDefinition): Aspect | null {
  const isCounter = type === "counter";
  const isShare = unit === "ratio";
  if (bad === "neither") return isCounter ? "traffic" : null;
  if (bad === "low") {
    if (isShare) return "quality";
    if (isCounter) return "work";
    if (WAITING.test(name) && unit !== "") return "waiting";
    if (unit === "") return "availability";
    return MEMBER_UNITS.has(unit) ? "members" : "stock";
  }
  if (ERRORS.test(name)) return "errors";
  if (type === "histogram") return unit === "seconds" ? "latency" : "state";
  if (WAITING.test(name)) return "waiting";
  if (isShare) return SATURATION.test(name) ? "saturation" : "quality";
  return "state";
}
