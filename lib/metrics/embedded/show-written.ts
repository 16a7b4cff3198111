import type { Head } from "./head";
import type { LogEntry } from "./log-row";
import type { Tail } from "./tail";
import type { WrittenRow } from "./write-log";

/**
 * Shows what was just committed to the readers of this process, without fetching it. Not when a deletion that came after
 * it is known already: then the tail brought what the deletion left of it. Call it right after the commit.
 */
export function showWritten(
  { head, tail }: { head: Head; tail: Tail },
  entries: readonly LogEntry[],
  rows: readonly WrittenRow[],
): void {
  if (!rows.every(({ writtenBy }) => tail.mayShow(writtenBy))) return;
  for (const { id, t, v } of entries) head.add(id, t, v);
  for (const { id, writtenBy } of rows) tail.takeOwn(id, writtenBy);
}
