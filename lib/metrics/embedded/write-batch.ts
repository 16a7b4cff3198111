import type { Sql } from "@/db/client";
import { HOUR_MS, type UnixMs } from "@/lib/core/time";
import { canonicalLabels, findLabelFault } from "@/lib/metrics/labels";
import type { Dialect } from "@/lib/promql/dialect";
import { rejection } from "@/lib/metrics/ingest/rejection";
import type {
  DeltaSeries,
  Labels,
  RejectedSeries,
  SampleBatch,
  SeriesSamples,
  WriteOptions,
  WriteOutcome,
} from "@/lib/metrics/store";
import { admit } from "./admit";
import type { EmbeddedSource } from "./embedded-source";
import type { Head } from "./head";
import type { LabelIndex } from "./label-index";
import type { LogEntry } from "./log-row";
import { registerSeries } from "./register-series";
import { holdRegistry, RegistryChangedError } from "./registry";
import { findLate, readStored, type StoredSamples } from "./stored-samples";
import { showWritten } from "./show-written";
import type { Tail } from "./tail";
import { writeDeltas, type IdentifiedDelta, type Turn } from "./write-deltas";
import { writeLog } from "./write-log";
import { gather, writeSegments } from "./write-segments";

/** Samples younger than this go through the log; the fold takes them when a 2 h block of them is over. */
export const HEAD_MS = 2 * HOUR_MS;
/** History that comes in columns at least this long is packed at once: shorter ones would make poor segments. */
const DIRECT_SAMPLES_MIN = 60;

/** What a writer works on; one a store. */
export interface WriterParts {
  sql: Sql;
  index: LabelIndex;
  head: Head;
  tail: Tail;
  source: EmbeddedSource;
  now: () => UnixMs;
  /** Writers of changes, one after the other. */
  deltaTurn: Turn;
  dialect: Dialect;
}

/** Turns label objects into series ids. Callers that keep their label objects pay for the lookup once. */
export class SeriesIds {
  #byObject = new WeakMap<Labels, number>();
  /** Of the registry when these were resolved. */
  #epoch = "";
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /**
   * Ids in the order of `series`; null where the labels are refused, with the reason put into `rejected`.
   *
   * @param epoch of the registry, as this process knows it: what is written with the ids has to say it.
   * @throws RegistryChangedError when series left the registry meanwhile.
   */
  async resolve(
    series: readonly SeriesSamples[],
    rejected: RejectedSeries[],
    { admitNew }: Pick<WriteOptions, "admitNew">,
    epoch: string,
  ): Promise<(number | null)[]> {
    if (this.#epoch !== epoch) this.#byObject = new WeakMap<Labels, number>();
    this.#epoch = epoch;
    const byObject = this.#byObject;
    const unknown = new Map<string, number[]>();
    const ids = series.map(({ labels, t }, index) => {
      const id = byObject.get(labels);
      if (id !== undefined) return id;
      const fault = findLabelFault(labels, this.#parts.dialect);
      if (fault !== null) {
        rejected.push(rejection(index, labels, fault, t.length));
        return null;
      }
      const canonical = canonicalLabels(labels);
      const known = this.#parts.index.idOf(canonical);
      const newFault = known === undefined && !unknown.has(canonical) ? (admitNew?.(labels) ?? null) : null;
      if (newFault !== null) {
        rejected.push(rejection(index, labels, newFault, t.length));
        return null;
      }
      if (known === undefined) unknown.set(canonical, [...(unknown.get(canonical) ?? []), index]);
      else byObject.set(labels, known);
      return known ?? null;
    });
    if (unknown.size > 0) {
      const registered = await registerSeries(this.#parts.sql, unknown.keys());
      if (this.#parts.tail.registryEpoch !== epoch) throw new RegistryChangedError();
      for (const [canonical, id] of registered) {
        this.#parts.index.add(id, JSON.parse(canonical) as Labels);
        for (const index of unknown.get(canonical) ?? []) {
          ids[index] = id;
          const labels = series[index]?.labels;
          if (labels) byObject.set(labels, id);
        }
      }
    }
    return ids;
  }
}

/** Changes whose labels were not refused; their ids stand behind those of the `before` series. */
const identify = (
  deltas: readonly DeltaSeries[],
  ids: readonly (number | null)[],
  before: number,
): IdentifiedDelta[] =>
  deltas.flatMap((series, i) => {
    const id = ids[before + i] ?? null;
    return id === null ? [] : [{ id, index: before + i, series }];
  });

function isBulkHistory(entries: readonly LogEntry[], before: UnixMs): boolean {
  let samples = 0;
  for (const { t } of entries) {
    samples += t.length;
    for (let i = 0; i < t.length; i++) if ((t[i] as number) >= before) return false;
  }
  return samples >= entries.length * DIRECT_SAMPLES_MIN;
}

const NOTHING_STORED: StoredSamples = new Map();

/** What samples that are not plainly new are compared with. History that is welcome is compared with nothing. */
async function lookUp(
  parts: WriterParts,
  ids: readonly (number | null)[],
  { series }: SampleBatch,
  { outOfOrderMs }: WriteOptions,
): Promise<StoredSamples> {
  if (outOfOrderMs === undefined) return NOTHING_STORED;
  const late = findLate(parts.head, ids, series);
  return late.length === 0 ? NOTHING_STORED : readStored(parts, late, outOfOrderMs);
}

/** How often a write is done anew when series leave the registry under it. That happens once an hour at most. */
const TRIES = 5;

/** Decides what is taken, makes it durable, and shows it to this process's readers. */
export async function writeBatch(
  parts: WriterParts,
  seriesIds: SeriesIds,
  batch: SampleBatch,
  options: WriteOptions,
): Promise<WriteOutcome> {
  // A process that has just started knows nothing yet to compare with.
  if (!parts.tail.isLoaded) await parts.tail.sync();
  for (let attempt = 1; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- each try depends on the one before
      return await writeOnce(parts, seriesIds, batch, options);
    } catch (error) {
      if (!(error instanceof RegistryChangedError) || attempt === TRIES) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await parts.tail.sync();
    }
  }
}

async function writeOnce(
  parts: WriterParts,
  seriesIds: SeriesIds,
  batch: SampleBatch,
  options: WriteOptions,
): Promise<WriteOutcome> {
  // Before any id is looked up: what is known later may not fit the ids.
  const epoch = parts.tail.registryEpoch;
  const rejected: RejectedSeries[] = [];
  const deltas = batch.deltas ?? [];
  const all = deltas.length === 0 ? batch.series : [...batch.series, ...deltas];
  const ids = await seriesIds.resolve(all, rejected, options, epoch);
  const totals = await writeDeltas(parts, identify(deltas, ids, batch.series.length), options, epoch);
  rejected.push(...totals.rejected);
  const stored = await lookUp(parts, ids.slice(0, batch.series.length), batch, options);
  const entries: LogEntry[] = [];
  let accepted = totals.accepted;
  batch.series.forEach((series, index) => {
    const id = ids[index];
    if (id === null || id === undefined) return;
    const { t, v, refused } = admit({ head: parts.head, id, stored: stored.get(id) }, series, options);
    if (refused)
      rejected.push({
        ...rejection(index, series.labels, refused.fault, refused.samples),
        at: refused.at,
      });
    if (t.length === 0) return;
    entries.push({ id, t, v });
    accepted += t.length;
  });
  if (isBulkHistory(entries, parts.now() - HEAD_MS)) {
    if (entries.length > 0) {
      await parts.sql.begin(async (tx) => {
        await holdRegistry(tx, epoch);
        await writeSegments(tx, gather(entries));
      });
    }
    return { accepted, rejected };
  }
  const rows = await writeLog(parts.sql, entries, epoch);
  showWritten(parts, entries, rows);
  return { accepted, rejected };
}
