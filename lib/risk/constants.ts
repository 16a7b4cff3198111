/** Worst first. */
export const FINDING_LEVELS = ["high", "medium", "low"] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** The well-architected pillars that governance is reported on. */
export const PILLARS = ["reliability", "performance", "security", "cost", "operations"] as const;
export type Pillar = (typeof PILLARS)[number];
