"use client";
import { classNames } from "./class-names";
import { useNow } from "./use-now";
import { useTimeText } from "./use-time-text";

export interface AgeProps {
  /** Unix ms; null: never. */
  at: number | null;
  /** Older than this is marked as stale. */
  staleAfterMs?: number;
  className?: string;
}

/**
 * A sample may be this much ahead of us and still be new, not to come: our clock here ticks once a second and late on a busy
 * page, and the server's is another one. Our choice: one period of the live samples.
 */
const AHEAD_MS = 5_000;

/** How old a figure is: `3 s ago`, counting on; the full time on hover. */
export function Age({ at, staleAfterMs, className }: AgeProps) {
  const now = useNow(1_000);
  const text = useTimeText();
  if (at === null) return <span className={classNames("text-unknown", className)}>—</span>;
  const age = now - at;
  const stale = staleAfterMs !== undefined && now > 0 && age > staleAfterMs;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={text.dateTime(at)}
      className={classNames("whitespace-nowrap", stale && "text-warning", className)}
    >
      {now > 0 ? text.age(age > -AHEAD_MS && age < 0 ? 0 : age) : text.time(at)}
    </time>
  );
}
