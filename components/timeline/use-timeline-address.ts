"use client";
import { parseAsNativeArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { LANES, type LaneId } from "./lane-catalogue";

const parsers = {
  /** Slug of the event to compare with, or `previous`. */
  compare: parseAsString,
  /** Metrics and expressions that were added. */
  add: parseAsNativeArrayOf(parseAsString),
  /** Ids of panels that were removed. */
  hide: parseAsNativeArrayOf(parseAsString),
  /** Lanes that are folded. */
  fold: parseAsNativeArrayOf(parseAsStringLiteral(LANES)),
  /** Lanes from top to bottom, where it is not the usual order. */
  order: parseAsNativeArrayOf(parseAsStringLiteral(LANES)),
  /** The one lane that is shown. */
  focus: parseAsStringLiteral(LANES),
};

export const COMPARE_PREVIOUS = "previous";

/** What the reader arranged, in the address: whoever opens it sees the same. The time range is in `useTimeRange`. */
export function useTimelineAddress() {
  const [state, setState] = useQueryStates(parsers, { history: "replace", shallow: true });
  return { ...state, lanes: orderLanes(state.order), setState };
}
export type TimelineAddress = ReturnType<typeof useTimelineAddress>;

/** All lanes once: the given ones first, the others after them in their usual order. */
export function orderLanes(given: readonly LaneId[]): LaneId[] {
  return [...new Set([...given, ...LANES])];
}

/** The list with `item` in it, or without it when it was. */
export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}

/** The lanes with one of them moved among those that are shown. */
export function moveLane(
  lanes: readonly LaneId[],
  shown: readonly LaneId[],
  lane: LaneId,
  by: -1 | 1,
): LaneId[] {
  const other = shown[shown.indexOf(lane) + by];
  if (other === undefined) return [...lanes];
  return lanes.map((each) => (each === lane ? other : each === other ? lane : each));
}
