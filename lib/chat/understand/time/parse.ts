import type { TimeRange } from "../../plan";
import { RULES_EN } from "./rules-en";
import { RULES_ZH } from "./rules-zh";
import type { Reading, TimeContext, TimeSpan } from "./types";

const RULES = [...RULES_ZH, ...RULES_EN];
const WORD = /[a-z0-9_]/;

/** A match must not begin or end inside a Latin word or a number. */
function isWhole(text: string, start: number, end: number): boolean {
  const inWord = (left: string | undefined, right: string | undefined) =>
    left !== undefined && right !== undefined && WORD.test(left) && WORD.test(right);
  return !inWord(text[start - 1], text[start]) && !inWord(text[end - 1], text[end]);
}

function longestAt(text: string, start: number, ctx: TimeContext): TimeSpan | null {
  let best: TimeSpan | null = null;
  for (const { pattern, read } of RULES) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match || match[0].length <= (best ? best.end - best.start : 0)) continue;
    const end = start + match[0].length;
    if (!isWhole(text, start, end)) continue;
    const reading = read(match.groups ?? {}, ctx);
    if (reading) best = { start, end, text: match[0].trim(), reading };
  }
  return best;
}

/**
 * Finds the time expressions of a normalised question, left to right; of those that begin at one place the longest wins.
 * Pure: `now`, time zone and events come in.
 */
export function findTimes(text: string, ctx: TimeContext): TimeSpan[] {
  const found: TimeSpan[] = [];
  for (let at = 0; at < text.length;) {
    const span = text[at] === " " ? null : longestAt(text, at, ctx);
    if (span) found.push(span);
    at = span ? span.end : at + 1;
  }
  return found;
}

/** The range of a reading, its end cut at the present; null for readings that are no range. */
export function toRange(span: TimeSpan, ctx: TimeContext): TimeRange | null {
  const { reading, text } = span;
  if (reading.kind === "instant")
    return { from: reading.at, to: reading.at, text, instant: true, peak: false, notes: [] };
  const range = rangeOf(reading);
  if (!range) return null;
  const notes: TimeRange["notes"] = [];
  if (range.movedToPast) notes.push("moved_to_past");
  if (range.to > ctx.now) notes.push("cut_at_now");
  return {
    from: range.from,
    to: Math.min(range.to, ctx.now),
    text,
    instant: false,
    peak: range.peak ?? false,
    notes,
  };
}

function rangeOf(
  reading: Reading,
): { from: number; to: number; movedToPast?: boolean; peak?: boolean } | null {
  if (reading.kind === "range") return reading;
  // "the last promotion" outside a comparison is that event itself.
  if (reading.kind === "event_shift") return { from: reading.from.t0, to: reading.from.endAt };
  return null;
}
