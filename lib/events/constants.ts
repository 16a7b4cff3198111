export const EVENT_PHASES = ["planned", "pre", "during", "post", "closed", "cancelled"] as const;
export type EventPhase = (typeof EVENT_PHASES)[number];
