import type { DeltaSeries, RejectedSeries, WriteOptions } from "@/lib/metrics/store";
import { rejection } from "@/lib/metrics/ingest/rejection";
import { accumulate } from "./accumulate";
import type { LogEntry } from "./log-row";
import { findLate, readStored } from "./stored-samples";
import type { WriterParts } from "./write-batch";
import { showWritten } from "./show-written";
import { writeLogWithin, type WrittenRow } from "./write-log";

/** "delta" in ASCII, below 2^63. Nothing else of ours locks this number. */
const LOCK = 0x64656c7461;

/** A changed series with its id, and its place in the batch. */
export interface IdentifiedDelta {
  id: number;
  index: number;
  series: DeltaSeries;
}

/** Does one thing after the other. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

interface Outcome {
  rows: WrittenRow[];
  entries: LogEntry[];
  rejected: RejectedSeries[];
  counted: number;
}

/**
 * Adds changes to the totals that are stored. One writer of all processes does so at a time: it holds a lock until its
 * commit, sees everything that was committed before, and so continues from the right total. Whatever is killed when,
 * either the new total is stored or the change was never counted.
 *
 * Within a process they take turns before they take a connection: waiting for the lock with one each, they would leave
 * none for the one that holds it.
 */
export async function writeDeltas(
  parts: WriterParts,
  deltas: readonly IdentifiedDelta[],
  { notAfter }: WriteOptions,
  epoch: string,
): Promise<{ accepted: number; rejected: RejectedSeries[] }> {
  if (deltas.length === 0) return { accepted: 0, rejected: [] };
  return parts.deltaTurn.run(async () => {
    const { rows, entries, rejected, counted } = await commit(parts, deltas, notAfter, epoch);
    showWritten(parts, entries, rows);
    return { accepted: counted, rejected };
  });
}

/** The head has the newest time of each series afterwards, also where only a segment tells it. */
async function learnHowNew(parts: WriterParts, deltas: readonly IdentifiedDelta[]): Promise<void> {
  const late = findLate(
    parts.head,
    deltas.map(({ id }) => id),
    deltas.map(({ series }) => series),
  );
  if (late.length > 0) await readStored(parts, late, 0);
}

function commit(
  parts: WriterParts,
  deltas: readonly IdentifiedDelta[],
  notAfter: number | undefined,
  epoch: string,
): Promise<Outcome> {
  return parts.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`;
    const { tail, head } = parts;
    await tail.sync();
    await learnHowNew(parts, deltas);
    const entries: LogEntry[] = [];
    const rejected: RejectedSeries[] = [];
    let counted = 0;
    for (const { id, index, series } of deltas) {
      const stored = { column: head.column(id), newest: head.newestOf(id) };
      const totals = accumulate(series, stored, notAfter);
      counted += totals.counted;
      for (const [fault, samples] of totals.refused)
        rejected.push(rejection(index, series.labels, fault, samples));
      if (totals.t.length > 0) entries.push({ id, t: totals.t, v: totals.v });
    }
    return { rows: await writeLogWithin(tx, entries, epoch), entries, rejected, counted };
  }) as Promise<Outcome>;
}
