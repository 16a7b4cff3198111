import { GROUP_BITS, GROUP_SIZE } from "./segment";
import type { Hidden } from "./tombstones";

/** Where a segment is and what it spans; its payload stays in the database. */
export interface SegmentRef {
  id: number;
  group: number;
  members: number;
  from: number;
  to: number;
  samples: number;
  /** What of it is deleted; absent: nothing. */
  hidden?: readonly Hidden[];
}

export const groupOf = (seriesId: number) => seriesId >>> GROUP_BITS;
export const slotOf = (seriesId: number) => seriesId & (GROUP_SIZE - 1);
export const hasMember = (ref: SegmentRef, slot: number) => (ref.members & (1 << slot)) !== 0;

export function memberCount(members: number): number {
  let count = 0;
  for (let rest = members >>> 0; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Ids of the series inside a segment. */
export function memberIds({ group, members }: Pick<SegmentRef, "group" | "members">): number[] {
  const ids: number[] = [];
  for (let slot = 0; slot < GROUP_SIZE; slot++)
    if ((members & (1 << slot)) !== 0) ids.push(group * GROUP_SIZE + slot);
  return ids;
}

/** All segments that this process knows of, by group. */
export class Directory {
  readonly #groups = new Map<number, SegmentRef[]>();
  readonly #byId = new Map<number, SegmentRef>();

  get size(): number {
    return this.#byId.size;
  }

  add(ref: SegmentRef): void {
    if (this.#byId.has(ref.id)) return;
    this.#byId.set(ref.id, ref);
    const refs = this.#groups.get(ref.group);
    if (refs) refs.push(ref);
    else this.#groups.set(ref.group, [ref]);
  }

  /** Segments of a group that touch the span. */
  overlapping(group: number, from: number, to: number): SegmentRef[] {
    return (this.#groups.get(group) ?? []).filter((ref) => ref.from <= to && ref.to >= from);
  }

  get(id: number): SegmentRef | undefined {
    return this.#byId.get(id);
  }
}
