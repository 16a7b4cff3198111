/** The live world moves in steps of this length; live samples are written as often. */
export const TICK_MS = 5_000;

/** How much past is made at the first start. */
export const HISTORY_DAYS = 15;

/** The part of the history that is written first, so that the product lives at once. */
export const RECENT_HOURS = 3;

/** Then, in the background, what makes a whole day of it; what is older comes last. */
export const DAY_HOURS = 24;

/** Ids of the rows that tell how far each stretch of the past is filled, in the order in which they are. */
export const RECENT_BACKFILL = "simulator.recent";
export const DAY_BACKFILL = "simulator.day";
export const HISTORY_BACKFILL = "simulator.history";
