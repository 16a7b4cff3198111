import type { IgnoredDifference, ObservedResource, Resource } from "@/db/schema/resources";
import { MINUTE_MS, type UnixMs } from "@/lib/core/time";
import { COMPARED_ATTRIBUTES, DIFFERENCE_KINDS, type DifferenceKind, type Settlement } from "./constants";
import type { DifferenceView } from "./schemas";

export interface Comparison {
  /** Records that are expected to be seen, and what is seen without a record. */
  compared: number;
  accurate: number;
  /** Of the differences that nobody answers for. */
  counts: Record<DifferenceKind, number>;
  ignored: number;
  attributes: { attribute: string; compared: number; equal: number }[];
  /** By kind, worst first, then by resource. */
  differences: DifferenceView[];
  /** The first moment at which it changes without anything being written; null: never. */
  validUntil: UnixMs | null;
}

/**
 * A record that is younger than this is not missing: its first sample may be on its way, and be found only by the next
 * pass of discovery. Our choice: as long as PromQL looks back.
 */
export const YOUNG_MS = 5 * MINUTE_MS;

/** Attribute under which a life-cycle state that cannot be is reported. */
export const STATE_ATTRIBUTE = "state";

/**
 * Compares what is recorded with what is seen, each as it is: neither is changed.
 *
 * A record agrees when its resource is seen and every attribute that its series carry has the recorded value. Not compared,
 * because nobody can tell: a planned resource that is not seen yet, a retiring or gone one that is not seen any more, and
 * attributes that no series carries. A young record and a stale resource are not missing: they may be late, which is no error of the record.
 *
 * @see ITIL 4, service configuration management, and ISO/IEC 20000-1:2018, 8.2.6: the accuracy of configuration
 *   information is verified against what there is; `accuracyOf` is the share of the verified that agrees.
 */
export function compareInventory(
  declared: readonly Resource[],
  observed: ReadonlyMap<string, ObservedResource>,
  ignored: readonly IgnoredDifference[],
  now: UnixMs,
): Comparison {
  const result: Comparison = {
    compared: 0,
    accurate: 0,
    counts: { missing: 0, unknown: 0, drifted: 0 },
    ignored: 0,
    attributes: [],
    differences: [],
    validUntil: null,
  };
  const answers = new Map(
    ignored.filter(({ expiresAt }) => expiresAt.getTime() > now).map((answer) => [keyOf(answer), answer]),
  );
  const tally = new Map<string, { compared: number; equal: number }>();
  const take = (record: Resource | null, seen: ObservedResource | null): void => {
    const pair = compareOne(record, seen, now);
    if (pair.until !== undefined) result.validUntil = Math.min(result.validUntil ?? Infinity, pair.until);
    if (!pair.counted) return;
    result.compared += 1;
    if (pair.differences.length === 0) result.accurate += 1;
    for (const { attribute, equal } of pair.attributes) {
      const sum = tally.get(attribute) ?? { compared: 0, equal: 0 };
      tally.set(attribute, { compared: sum.compared + 1, equal: sum.equal + Number(equal) });
    }
    for (const difference of pair.differences) {
      const answer = answerFor(difference, answers);
      if (answer === null) result.counts[difference.kind] += 1;
      else result.ignored += 1;
      if (answer) result.validUntil = Math.min(result.validUntil ?? Infinity, answer.expiresAt);
      result.differences.push(
        answer
          ? { ...difference, ignored: answer, settlements: [...difference.settlements, "reopen"] }
          : difference,
      );
    }
  };
  const recorded = new Set<string>();
  for (const record of declared) {
    recorded.add(record.id);
    take(record, observed.get(record.id) ?? null);
  }
  for (const seen of observed.values()) if (!recorded.has(seen.id)) take(null, seen);
  result.attributes = [...tally].map(([attribute, sum]) => ({ attribute, ...sum }));
  result.attributes.sort(
    (a, b) => a.equal / a.compared - b.equal / b.compared || compareText(a.attribute, b.attribute),
  );
  result.differences.sort(
    (a, b) =>
      DIFFERENCE_KINDS.indexOf(a.kind) - DIFFERENCE_KINDS.indexOf(b.kind) ||
      compareText(a.resourceId, b.resourceId) ||
      compareText(a.attribute, b.attribute),
  );
  return result;
}

/** Percent of what was compared that agrees in everything; null when nothing was. An ignored difference still counts. */
export const accuracyOf = ({
  compared,
  accurate,
}: Pick<Comparison, "compared" | "accurate">): number | null =>
  compared === 0 ? null : (100 * accurate) / compared;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keyOf = ({ resourceId, kind, attribute }: Pick<DifferenceView, "resourceId" | "kind" | "attribute">) =>
  JSON.stringify([resourceId, kind, attribute]);

/** What was seen, as one text: an answer for one value is none for another. */
export const observedKey = (values: readonly string[]): string => values.toSorted().join("\n");

function answerFor(
  difference: DifferenceView,
  answers: ReadonlyMap<string, IgnoredDifference>,
): DifferenceView["ignored"] {
  const answer = answers.get(keyOf(difference));
  if (!answer || answer.observed !== observedKey(difference.observed)) return null;
  return { reason: answer.reason, expiresAt: answer.expiresAt.getTime(), by: answer.actorName };
}

interface Pair {
  /** False: nothing could be compared. */
  counted: boolean;
  attributes: { attribute: string; equal: boolean }[];
  differences: DifferenceView[];
  /** Holds until this moment, without anything being written. */
  until?: UnixMs;
}

const NOT_COMPARED: Pair = { counted: false, attributes: [], differences: [] };

/** One record (declared by somebody, or null) with what is seen under its id, or null. */
export function compareOne(record: Resource | null, seen: ObservedResource | null, now: UnixMs): Pair {
  const declared = record?.origin === "declared" ? record : null;
  const present = seen && seen.state !== "gone" ? seen : null;
  if (!declared) {
    if (!present) return NOT_COMPARED;
    return {
      counted: true,
      attributes: [],
      differences: [differenceOf(present, null, "unknown", ["adopt", "ignore"])],
    };
  }
  if (!present) {
    if (declared.state !== "running") return NOT_COMPARED;
    const oldFrom = declared.createdAt.getTime() + YOUNG_MS;
    if (!seen && now < oldFrom) return { ...NOT_COMPARED, until: oldFrom };
    return {
      counted: true,
      attributes: [],
      differences: [differenceOf(seen, declared, "missing", ["retire", "ignore"])],
    };
  }
  const attributes = compareAttributes(declared, present);
  const drifted = attributes.filter(({ equal }) => !equal);
  const differences = drifted.map(({ attribute, declared: value, observed }) => ({
    ...differenceOf(present, declared, "drifted", ["accept", "ignore"]),
    attribute,
    declared: value,
    observed,
  }));
  const impossible = present.state === "seen" && (declared.state === "planned" || declared.state === "gone");
  if (impossible)
    differences.unshift({
      ...differenceOf(present, declared, "drifted", ["accept", "ignore"]),
      attribute: STATE_ATTRIBUTE,
      declared: declared.state,
      observed: ["running"],
    });
  return { counted: true, attributes, differences };
}

function differenceOf(
  seen: ObservedResource | null,
  declared: Resource | null,
  kind: DifferenceKind,
  settlements: Settlement[],
): DifferenceView {
  return {
    resourceId: (declared ?? seen)?.id ?? "",
    product: (declared ?? seen)?.product ?? "",
    kind,
    attribute: "",
    declared: null,
    observed: [],
    lastSeenAt: seen?.lastSeenAt.getTime() ?? null,
    settlements,
    ignored: null,
  };
}

interface AttributeResult {
  attribute: string;
  declared: string | null;
  observed: string[];
  equal: boolean;
}

/** Where its series carry several values, one of them is enough: series of before a move are seen for some minutes more. */
function compareAttributes(declared: Resource, seen: ObservedResource): AttributeResult[] {
  const results: AttributeResult[] = [];
  for (const [attribute, observed] of Object.entries(seen.attributes)) {
    const value = declaredValue(declared, attribute);
    if (value === undefined || observed.length === 0) continue;
    results.push({ attribute, declared: value, observed, equal: value !== null && observed.includes(value) });
  }
  return results;
}

const isCompared = (attribute: string): attribute is (typeof COMPARED_ATTRIBUTES)[number] =>
  COMPARED_ATTRIBUTES.some((name) => name === attribute);

/** As recorded; undefined: the record says nothing that could be compared. */
function declaredValue(record: Resource, attribute: string): string | null | undefined {
  if (isCompared(attribute)) return record[attribute];
  const value = Object.hasOwn(record.labels, attribute)
    ? record.labels[attribute]
    : Object.hasOwn(record.spec, attribute)
      ? record.spec[attribute]
      : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
