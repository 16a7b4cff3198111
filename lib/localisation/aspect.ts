import type { MetricDefinition } from "@/lib/products/types";

/**
 * What a metric tells of its resource. The first four are its own state; the others are felt by it, and may come from what
 * it calls (`latency`, `errors`, `waiting`) or from who calls it (`traffic`, `work`).
 */
export const ASPECTS = [
  "availability",
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
  /error|fail|refus|reject|timeout|timed_out|drop|retr(?:y|ies)|5xx|lost|discard|unanswered|throttl/;
const WAITING = /in_flight|connections|threads|queue|waiting|pending|load1|sessions|backlog|concurren/;
/** Of bad-high gauges that read like waiting, those that are a share of a limit. */
const SHARE = /_ratio$/;

/** Null: the metric tells nothing of health, such as a limit or a role. */
export function aspectOf({ name, type, unit, bad, derived }: MetricDefinition): Aspect | null {
  const isCounter = type === "counter";
  if (bad === "neither") return isCounter ? "traffic" : null;
  if (bad === "low") {
    if (unit === "ratio" || SHARE.test(name)) return "quality";
    return isCounter ? "work" : "availability";
  }
  if (ERRORS.test(name)) return "errors";
  if (type === "histogram") return unit === "seconds" ? "latency" : "state";
  if (unit === "ratio" || SHARE.test(name)) return "saturation";
  if (WAITING.test(name) && !derived) return "waiting";
  return "state";
}
