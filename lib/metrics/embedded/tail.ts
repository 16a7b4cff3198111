import type { ISql } from "postgres";
import type { Sql } from "@/db/client";
import type { Labels } from "@/lib/metrics/store";
import { Directory, memberIds, type SegmentRef } from "./directory";
import type { Head } from "./head";
import type { LabelIndex } from "./label-index";
import { decodeLogRow, type DecodedLogRow } from "./log-row";
import { readTombstones } from "./store-tombstones";
import { deletedSeries, NO_TOMBSTONES, pickSeries } from "./tombstones";

/** Log rows of one fetch while a process loads its head: some megabytes at a time. */
const LOAD_ROWS = 50;

interface LogRow {
  id: string;
  written_by: string;
  payload: Buffer;
}

interface SegmentRow {
  id: string;
  written_by: string;
  series_group: number;
  members: number;
  from_ms: string;
  to_ms: string;
  samples: number;
}

interface State {
  generation: string;
  folded_before_ms: string;
  deletions: string;
  registry_epoch: string;
  horizon: string;
}

/** Rows that were read although a transaction older than theirs was still open, so that they would come again. */
class SeenRows {
  readonly #writtenBy = new Map<number, bigint>();

  add(id: number, writtenBy: string): void {
    this.#writtenBy.set(id, BigInt(writtenBy));
  }

  dropBefore(horizon: string): void {
    const limit = BigInt(horizon);
    for (const [id, writtenBy] of this.#writtenBy) if (writtenBy < limit) this.#writtenBy.delete(id);
  }

  ids(): number[] {
    return [...this.#writtenBy.keys()];
  }
}

/**
 * Brings this process's memory (label index, head, directory of segments) up to what is committed.
 *
 * Ids of rows are given before commit, so a row with a lower id can appear after one with a higher: reading "all ids
 * after the last" would lose it. Each row therefore carries its transaction, and each look at the log returns the
 * snapshot's horizon, below which every transaction has ended. The next look reads all rows from that horizon on, less
 * those that were read already.
 *
 * @see PostgreSQL manual, "Transaction ID and Snapshot Information Functions": pg_snapshot_xmin.
 */
export class Tail {
  readonly #sql: Sql;
  readonly #index: LabelIndex;
  readonly #head: Head;
  #directory = new Directory();
  #generation: string | undefined;
  #tombstones = NO_TOMBSTONES;
  /** How many deletions this process has seen. */
  #deletions = 0;
  #registryEpoch = "";
  #horizon = "0";
  readonly #seenLog = new SeenRows();
  readonly #seenSegments = new SeenRows();
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(sql: Sql, index: LabelIndex, head: Head) {
    this.#sql = sql;
    this.#index = index;
    this.#head = head;
  }

  /** Whether the first look has ended. */
  get isLoaded(): boolean {
    return this.#generation !== undefined;
  }

  /** How often series left the registry, as far as this process knows: its index has none of them. */
  get registryEpoch(): string {
    return this.#registryEpoch;
  }

  get directory(): Directory {
    return this.#directory;
  }

  /** Resolves when everything that was committed before the call is in memory. Calls that wait share one look. */
  sync(): Promise<void> {
    if (!this.#running) return this.#start();
    // The look under way may have its snapshot already: only the one after it is sure to see what the caller means.
    this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const run = this.#look().finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }

  /** Takes a row that this process wrote itself, so that it need not be fetched. Call it right after the commit. */
  takeOwn(id: number, writtenBy: string): void {
    // A look under way may end by dropping old samples; then the row must come again with the next.
    if (this.#generation !== undefined && !this.#running) this.#seenLog.add(id, writtenBy);
  }

  /**
   * Whether a row that this process just wrote may be put into the head. Not when a deletion that came after it is known
   * already: then the look that brought the deletion brought what is left of the row.
   */
  mayShow(writtenBy: string): boolean {
    return !this.#tombstones.reach(writtenBy);
  }

  /** Resolves when no look is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#running, this.#next]);
  }

  async #look(): Promise<void> {
    if (this.#generation === undefined) return this.#load();
    const [state, logRows, segmentRows] = await this.#readNew(this.#sql);
    if (state.generation !== this.#generation) return this.#load();
    await this.#learnSeries(segmentRows.map(toRef), logRows);
    this.#applyLog(logRows);
    this.#applySegments(segmentRows);
    this.#advance(state);
  }

  /** What is new, under one snapshot. */
  async #readNew(sql: ISql): Promise<[State, DecodedRow[], SegmentRow[]]> {
    const rows = await sql<(Partial<LogRow & SegmentRow> & State & { kind: number })[]>`
      with state as materialized (
        select generation, folded_before_ms, deletions, registry_epoch, pg_snapshot_xmin(pg_current_snapshot()) as horizon
        from metric_state
      )
      select state.*, change.* from state left join lateral (
        select 1 as kind, id, written_by, payload, null::int as series_group, null::int as members,
          null::bigint as from_ms, null::bigint as to_ms, null::int as samples
        from metric_log where written_by >= ${this.#horizon}::xid8 and id <> all(${this.#seenLog.ids()}::bigint[])
        union all
        select 2, id, written_by, null, series_group, members, from_ms, to_ms, samples
        from metric_segments
        where written_by >= ${this.#horizon}::xid8 and id <> all(${this.#seenSegments.ids()}::bigint[])
      ) change on true`;
    const [first] = rows;
    if (!first) throw new TypeError("The table metric_state has no row: the migrations have not run.");
    return [
      first,
      rows.filter(({ kind }) => kind === 1).map((row) => decodeRow(row as LogRow)),
      rows.filter(({ kind }) => kind === 2) as SegmentRow[],
    ];
  }

  /**
   * Loads everything under one snapshot: at the start, and when rows were removed (folded, merged, expired) or samples
   * deleted since the last look. Head samples before the fold's boundary, and those of series that a new deletion is
   * about, are dropped and what the log still has of them is put back, in one turn of the event loop, so that no query
   * sees the moment between.
   */
  async #load(): Promise<void> {
    const first = this.#generation === undefined;
    await this.#sql.begin("isolation level repeatable read read only", async (tx) => {
      const [state] = await tx<State[]>`
        select generation, folded_before_ms, deletions, registry_epoch, pg_snapshot_xmin(pg_current_snapshot()) as horizon
        from metric_state`;
      if (!state) throw new TypeError("The table metric_state has no row: the migrations have not run.");
      if (first) await this.#loadSeries(tx);
      const gone = first || state.registry_epoch === this.#registryEpoch ? [] : await this.#findGone(tx);
      const tombstones = await readTombstones(tx);
      const unseen = Number(state.deletions) - this.#deletions;
      const fresh = tombstones.all.slice(Math.max(0, tombstones.size - unseen));
      // A deletion that is cleaned up already cannot be told from others any more: everything is read again.
      const all = first || fresh.length < unseen;
      const deleted = deletedSeries(fresh);
      const boundary = all ? Number.MAX_SAFE_INTEGER : Number(state.folded_before_ms);
      const segmentRows = await tx<SegmentRow[]>`
        select id, written_by, series_group, members, from_ms, to_ms, samples from metric_segments`;
      const logRows: DecodedRow[] = [];
      const cursor = tx<(LogRow & { whole: boolean })[]>`
        select * from (
          select id, written_by, payload, from_ms < ${boundary}
            or (written_by >= ${this.#horizon}::xid8 and id <> all(${this.#seenLog.ids()}::bigint[])) as whole
          from metric_log
        ) rows
        where whole or ${deleted.size > 0} order by id`.cursor(LOAD_ROWS);
      for await (const rows of cursor) {
        for (const stored of rows) {
          const { id, writtenBy, row } = decodeRow(stored);
          const wanted = stored.whole ? row : pickSeries(row, deleted);
          logRows.push({ id, writtenBy, row: tombstones.hideInRow(wanted, writtenBy) });
        }
      }
      await this.#learnSeries(segmentRows.map(toRef), logRows);
      if (all) this.#head.clear();
      else this.#head.truncateBefore(boundary);
      if (deleted.size > 0) this.#head.forget(deleted);
      if (gone.length > 0) this.#head.forget(gone);
      this.#index.remove(gone);
      this.#registryEpoch = state.registry_epoch;
      this.#tombstones = tombstones;
      this.#deletions = Number(state.deletions);
      this.#directory = new Directory();
      this.#applyLog(logRows);
      this.#applySegments(segmentRows);
      this.#generation = state.generation;
      this.#advance(state);
    });
  }

  /** Series of the index that are not in the registry any more: they have no sample either. */
  async #findGone(sql: ISql): Promise<number[]> {
    const rows = await sql<{ id: number }[]>`select id from metric_series`;
    const registered = new Set(rows.map(({ id }) => id));
    return [...this.#index.ids()].filter((id) => !registered.has(id));
  }

  async #loadSeries(sql: ISql): Promise<void> {
    for await (const rows of sql<SeriesRow[]>`select id, labels from metric_series order by id`.cursor(
      5_000,
    )) {
      this.#addSeries(rows);
    }
  }

  /** Labels of the series that the new rows name and the index does not know yet. */
  async #learnSeries(refs: readonly SegmentRef[], logRows: readonly DecodedRow[]): Promise<void> {
    const unknown = new Set<number>();
    for (const ref of refs) for (const id of memberIds(ref)) if (!this.#index.has(id)) unknown.add(id);
    for (const { row } of logRows) for (const id of row.ids) if (!this.#index.has(id)) unknown.add(id);
    if (unknown.size === 0) return;
    this.#addSeries(
      await this.#sql<
        SeriesRow[]
      >`select id, labels from metric_series where id = any(${[...unknown]}::int[])`,
    );
  }

  #addSeries(rows: readonly SeriesRow[]): void {
    for (const { id, labels } of rows) this.#index.add(id, JSON.parse(labels) as Labels);
  }

  #applyLog(rows: readonly DecodedRow[]): void {
    for (const { id, writtenBy, row } of rows) {
      this.#head.addRow(row);
      this.#seenLog.add(id, writtenBy);
    }
  }

  #applySegments(rows: readonly SegmentRow[]): void {
    for (const row of rows) {
      const ref = toRef(row);
      const hidden = this.#tombstones.hiddenIn(ref.group, row.written_by);
      if (hidden) ref.hidden = hidden;
      this.#directory.add(ref);
      this.#head.noteSegment(memberIds(ref), ref.to);
      this.#seenSegments.add(ref.id, row.written_by);
    }
  }

  #advance({ horizon }: State): void {
    this.#horizon = horizon;
    this.#seenLog.dropBefore(horizon);
    this.#seenSegments.dropBefore(horizon);
  }
}

interface SeriesRow {
  id: number;
  labels: string;
}

interface DecodedRow {
  id: number;
  writtenBy: string;
  row: DecodedLogRow;
}

const decodeRow = (row: LogRow): DecodedRow => ({
  id: Number(row.id),
  writtenBy: row.written_by,
  row: decodeLogRow(row.payload),
});

const toRef = (row: SegmentRow): SegmentRef => ({
  id: Number(row.id),
  group: row.series_group,
  members: row.members,
  from: Number(row.from_ms),
  to: Number(row.to_ms),
  samples: row.samples,
});
