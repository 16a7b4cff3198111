import type { Sql } from "@/db/client";
import type { UnixMs } from "@/lib/core/time";
import type { Matcher, SeriesSource, SourceSeries } from "@/lib/promql/source";
import { EMPTY_COLUMN, lowerBound, type Column } from "./column";
import type { Head } from "./head";
import { groupOf, hasMember, slotOf, type SegmentRef } from "./directory";
import type { LabelIndex } from "./label-index";
import type { SegmentCache } from "./segment-cache";
import {
  assembleColumn,
  checkSampleBudget,
  fetchSegments,
  planSegments,
  SegmentGoneError,
} from "./segment-source";
import type { Tail } from "./tail";

/** A plan can be overtaken by a merge or an expiry; each try looks at the new directory. Three in a row do not happen. */
const TRIES = 5;

export interface SourceParts {
  sql: Sql;
  index: LabelIndex;
  head: Head;
  tail: Tail;
  cache: SegmentCache;
  /** Samples that one selector may load. */
  samplesMax: number;
}

function countWithin({ t }: Column, from: UnixMs, to: UnixMs): number {
  return lowerBound(t, to + 1) - lowerBound(t, from);
}

/** The embedded store as the engine sees it. Call `tail.sync()` before; a `select` works on what is in memory then. */
export class EmbeddedSource implements SeriesSource {
  readonly #parts: SourceParts;

  constructor(parts: SourceParts) {
    this.#parts = parts;
  }

  select(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal?: AbortSignal,
  ): Promise<SourceSeries[]> {
    return this.#whileSegmentsMove(() => this.#selectOnce(matchers, from, to, signal));
  }

  /** Ids of the series that fit all matchers and have a sample in the span, ascending. */
  present(matchers: readonly Matcher[], from: UnixMs, to: UnixMs, signal?: AbortSignal): Promise<number[]> {
    return this.#whileSegmentsMove(() => this.#presentOnce(matchers, from, to, signal));
  }

  async #whileSegmentsMove<T>(read: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof SegmentGoneError) || attempt === TRIES) throw error;
        await this.#parts.tail.sync();
      }
    }
  }

  async #selectOnce(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal: AbortSignal | undefined,
  ): Promise<SourceSeries[]> {
    const { sql, index, head, tail, cache, samplesMax } = this.#parts;
    const ids = index.select(matchers);
    const plan = planSegments(tail.directory, ids, from, to);
    // Taken before the first wait: what is folded meanwhile stays visible in these.
    const heads = ids.map((id) => head.column(id));
    let samples = plan.samples;
    for (const column of heads) samples += countWithin(column, from, to);
    checkSampleBudget(samples, samplesMax);

    const segments = await fetchSegments(sql, cache, plan.refs, signal);
    const byGroup = new Map<number, SegmentRef[]>();
    for (const ref of plan.refs) {
      const refs = byGroup.get(ref.group);
      if (refs) refs.push(ref);
      else byGroup.set(ref.group, [ref]);
    }
    const found: SourceSeries[] = [];
    ids.forEach((id, i) => {
      const refs = byGroup.get(groupOf(id)) ?? [];
      const { t, v } = assembleColumn(id, refs, segments, heads[i] as Column, from, to);
      if (t.length > 0) found.push({ labels: index.labelsOf(id), t, v });
    });
    for (const [id, segment] of segments) cache.settle(id, segment);
    return found;
  }

  /** Only segments that the span cuts through, or of which something is deleted, are unpacked: any other that lies inside
   * has samples of all its members. */
  async #presentOnce(
    matchers: readonly Matcher[],
    from: UnixMs,
    to: UnixMs,
    signal: AbortSignal | undefined,
  ): Promise<number[]> {
    const { sql, index, head, tail, cache } = this.#parts;
    const found: number[] = [];
    const open: number[] = [];
    for (const id of index.select(matchers)) {
      const refs = tail.directory
        .overlapping(groupOf(id), from, to)
        .filter((ref) => hasMember(ref, slotOf(id)));
      if (
        countWithin(head.column(id), from, to) > 0 ||
        refs.some((ref) => ref.from >= from && ref.to <= to && ref.hidden === undefined)
      ) {
        found.push(id);
      } else if (refs.length > 0) open.push(id);
    }
    const { refs } = planSegments(tail.directory, open, from, to);
    const segments = await fetchSegments(sql, cache, refs, signal);
    for (const id of open) {
      if (
        assembleColumn(
          id,
          refs.filter(({ group }) => group === groupOf(id)),
          segments,
          EMPTY_COLUMN,
          from,
          to,
        ).t.length > 0
      )
        found.push(id);
    }
    for (const [id, segment] of segments) cache.settle(id, segment);
    return found.sort((a, b) => a - b);
  }
}
