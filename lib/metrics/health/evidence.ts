import { isDatabaseAway } from "@/lib/core/database-away";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { UnixMs } from "@/lib/core/time";

/** What a call to the store tells about it. `none`: nothing, as when the caller left or the query was too heavy. */
export type StoreEvidence = "answers" | "away" | "none";

const TELLS = {
  invalid: "answers",
  limit: "answers",
  not_found: "answers",
  conflict: "answers",
  forbidden: "answers",
  unauthenticated: "away",
  unavailable: "away",
  upstream: "away",
  timeout: "none",
  internal: "none",
} as const satisfies Record<ErrorCode, StoreEvidence>;

/** What a failed call tells: a refusal is a sign of life. */
export function evidenceOf(error: unknown): StoreEvidence {
  if (error instanceof AppError) return TELLS[error.code];
  return isDatabaseAway(error) ? "away" : "none";
}

/** What is known of a store. */
export interface StoreHealth {
  /** Since when it has not answered; null: it does, as far as is known. */
  awaySince: UnixMs | null;
  /** What it, or the way to it, said last; null while it answers. */
  error: string | null;
  /** When there was evidence last; null: never. */
  seenAt: UnixMs | null;
}

export const NEVER_SEEN: StoreHealth = { awaySince: null, error: null, seenAt: null };

/** What is known after a call. */
export function learn(
  health: StoreHealth,
  evidence: StoreEvidence,
  error: unknown,
  now: UnixMs,
): StoreHealth {
  if (evidence === "none") return health;
  if (evidence === "answers") return { awaySince: null, error: null, seenAt: now };
  const message = error instanceof Error ? error.message : String(error);
  return { awaySince: health.awaySince ?? now, error: message, seenAt: now };
}
