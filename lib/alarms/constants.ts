/** As in Prometheus. `unknown`: the last evaluation failed, so nothing can be said. */
export const ALARM_STATES = ["pending", "firing", "resolved"] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** Worst first. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const RULE_HEALTH = ["ok", "error", "unknown"] as const;
export type RuleHealth = (typeof RULE_HEALTH)[number];

/** How often the worker evaluates each rule. */
export const EVALUATION_PERIOD_MS = 5_000;

/** One late evaluation is no news; after three that are missing nobody knows what fires. Our choice. */
export const UNWATCHED_AFTER_MS = 3 * EVALUATION_PERIOD_MS;
