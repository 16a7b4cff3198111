import type { ISql } from "postgres";

/** Two numbers of PostgreSQL's advisory locks: the ASCII codes of "evkm" (metrics), and the one thing that is locked. */
const LOCK_SPACE = 0x65_76_6b_6d;
const MAINTENANCE = 1;

/**
 * Rows are moved by one transaction at a time, whoever runs it: leadership of the worker makes a second one unlikely,
 * this makes it harmless. Held until the transaction ends.
 */
export async function lockMaintenance(tx: ISql): Promise<void> {
  await tx`select pg_advisory_xact_lock(${LOCK_SPACE}, ${MAINTENANCE})`;
}

/** Tells readers that rows were removed: they load the directory anew. @param foldedBefore see `metric_state` */
export async function bumpGeneration(tx: ISql, foldedBefore = 0): Promise<void> {
  await tx`
    update metric_state
    set generation = generation + 1, folded_before_ms = greatest(folded_before_ms, ${foldedBefore}::bigint)`;
  // What died is counted with the commit, not up to a minute later: `reclaimSpace` looks right after.
  await tx`select pg_stat_force_next_flush()`;
}
