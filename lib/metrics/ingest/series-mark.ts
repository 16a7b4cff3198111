import { canonicalLabels } from "@/lib/metrics/labels";
import type { Labels } from "@/lib/metrics/store";

/** What is known of a label set, worked out once: senders repeat the same ones with each request. */
export interface SeriesMark {
  /** 53 bits. Two of a million series share one with a chance of 1 in 18,000: then one less is counted. */
  fingerprint: number;
  labels: number;
  longestName: string;
  /** The label with the longest value. */
  longestValueOf: string;
  longestValue: number;
  /** Who sent it last, and when that was noted: the same again needs no second look. */
  owner: object | null;
  generation: number;
  /** The request that had it last, and where it stood in there. */
  request: number;
  place: number;
}

let requests = 0;

/** A number for a request, to tell whether it had a label set before. */
export const nextRequest = (): number => ++requests;

const marks = new WeakMap<Labels, SeriesMark>();

/** The mark of a label set. The same object of labels gives the same mark. */
export function markOf(labels: Labels): SeriesMark {
  const known = marks.get(labels);
  if (known) return known;
  const mark = makeMark(labels);
  marks.set(labels, mark);
  return mark;
}

function makeMark(labels: Labels): SeriesMark {
  const entries = Object.entries(labels);
  const mark: SeriesMark = {
    fingerprint: fingerprintOf(canonicalLabels(labels)),
    labels: entries.length,
    longestName: "",
    longestValueOf: "",
    longestValue: 0,
    owner: null,
    generation: -1,
    request: 0,
    place: 0,
  };
  for (const [name, value] of entries) {
    if (name.length > mark.longestName.length) mark.longestName = name;
    if (value.length <= mark.longestValue) continue;
    mark.longestValue = value.length;
    mark.longestValueOf = name;
  }
  return mark;
}

/** Two multiply-xorshift hashes of 32 bits, of which 53 bits are kept: what a double holds exactly. */
function fingerprintOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0);
}
