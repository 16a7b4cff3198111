/** The live world moves in steps of this length; live samples are written as often. */
export const TICK_MS = 5_000;

/** How much past is made at the first start. */
export const HISTORY_DAYS = 15;

/** The part of the history that is written first, so that the product lives at once. */
export const RECENT_HOURS = 24;

/** Id of the row that tells how far the older history is filled. */
export const HISTORY_BACKFILL = "simulator.history";
/** Id of the row that tells how far the last 24 hours are filled. */
export const RECENT_BACKFILL = "simulator.recent";
