import { SECOND_MS } from "@/lib/core/time";

/**
 * Two evaluations after the first must agree: one odd sample, or a role that changes hands between two samples, wakes
 * nobody, and a real outage is told within 15 seconds.
 */
export const CONFIRM_MS = 10 * SECOND_MS;
/** Our choice for ratios and queues: a burst that drains by itself within half a minute needs no person. */
export const BURST_MS = 30 * SECOND_MS;
