import { DAY_MS, type UnixMs } from "@/lib/core/time";
import type { Tick } from "../part";
import type { SqlNode } from "./node";
import type { SqlPlan } from "./plan";

/** Log segments go to the backup store this often. */
const UPLOAD_EVERY_S = 60;
/** Share of the writes that add a row; the others change one. Our choice, half of that of an order's life. */
const INSERT_SHARE = 0.3;
/** A certificate is renewed this long before its end, for a year. */
const RENEWED_BEFORE_MS = 30 * DAY_MS;
const RENEWED_FOR_MS = 365 * DAY_MS;

export const newCare = (plan: SqlPlan, startAt: UnixMs) => ({
  rows: plan.rows,
  /** Share of the rows, and of the statements that need them, that a dropped table took; 0 when all is there. */
  lostShare: 0,
  restoringForS: 0,
  /** Unix ms up to which a restore is possible. */
  backedUpTo: startAt,
  uploadDueInS: UPLOAD_EVERY_S,
  backupFailures: 0,
  /** 1 while segments are held back because an upload failed. */
  heldBack: 0,
});

export type Care = ReturnType<typeof newCare>;

/** Of one fault over all members of a cluster, the strongest. */
const strongest = (nodes: readonly SqlNode[], of: "dropped" | "backup"): number => {
  let most = 0;
  for (const { fx } of nodes) if (fx[of] > most) most = fx[of];
  return most;
};

/** A dropped table stays lost while the fault acts; the restore begins with its undo. */
export function stepData(care: Care, nodes: readonly SqlNode[], restoreS: number, dtS: number): void {
  const dropped = strongest(nodes, "dropped");
  if (dropped > 0) {
    care.lostShare = Math.max(care.lostShare, dropped);
    care.restoringForS = 0;
    return;
  }
  if (care.lostShare === 0) return;
  care.restoringForS += dtS;
  if (care.restoringForS >= restoreS) care.lostShare = 0;
}

/** What is held back goes up at once when the store answers again. */
export function stepBackup(care: Care, plan: SqlPlan, nodes: readonly SqlNode[], { t, dtS }: Tick): void {
  if (!plan.backupEnabled) return;
  const failing = strongest(nodes, "backup") > 0;
  care.uploadDueInS -= dtS;
  if (care.uploadDueInS > 0 && !(care.heldBack === 1 && !failing)) return;
  care.uploadDueInS = UPLOAD_EVERY_S;
  care.heldBack = failing ? 1 : 0;
  if (failing) care.backupFailures += 1;
  else care.backedUpTo = t;
}

export function insertRows(care: Care, writes: number): void {
  care.rows += writes * INSERT_SHARE;
}

/** Unix ms at which the certificate ends that is installed at `t`. */
export function certificateEndsAt(plan: SqlPlan, startAt: UnixMs, t: UnixMs): UnixMs {
  const first = startAt + plan.certificateDays * DAY_MS;
  const left = t - (first - RENEWED_BEFORE_MS);
  return left < 0 ? first : first + Math.ceil((left + 1) / RENEWED_FOR_MS) * RENEWED_FOR_MS;
}
