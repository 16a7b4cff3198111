import { memberIds, slotOf } from "./directory";
import type { LogEntry } from "./log-row";
import { Segment } from "./segment";
import { hideInColumn, type Tombstones } from "./tombstones";

/** A row of `metric_segments`, as far as its samples need it. */
export interface StoredSegment {
  series_group: number;
  members: number;
  written_by: string;
  payload: Buffer;
}

/** All samples of a segment that are not deleted, by series. */
export function unpackSegment(
  { series_group: group, members, written_by: writtenBy, payload }: StoredSegment,
  tombstones: Tombstones,
): LogEntry[] {
  const segment = new Segment(members, payload);
  const hidden = tombstones.hiddenIn(group, writtenBy);
  return memberIds({ group, members }).flatMap((id) => {
    const column = segment.column(slotOf(id));
    if (!column) return [];
    return [{ id, ...(hidden ? hideInColumn(column, slotOf(id), hidden) : column) }];
  });
}
