import type { TraceView } from "@/lib/self/schemas";

export interface WaterfallRow {
  key: string;
  part: string;
  name: string;
  depth: number;
  /** Shares of the whole trace, 0 to 1. */
  from: number;
  width: number;
  durationMs: number;
  error: string | null;
  attributes: readonly (readonly [name: string, value: string])[];
}

type Part = TraceView["parts"][number];
type Span = Part["spans"][number];

/** Narrower bars could not be seen. */
const WIDTH_MIN = 0.004;

/** The spans of all parts on one axis, each below the one that it belongs to, in order of time. */
export function prepareWaterfall(parts: readonly Part[]): WaterfallRow[] {
  const start = Math.min(...parts.map(({ startedAt }) => startedAt));
  const ends = parts.flatMap(({ startedAt, spans }) =>
    spans.map((span) => startedAt + span.startMs + span.durationMs),
  );
  const wholeMs = Math.max(Math.max(...ends) - start, Number.EPSILON);
  return parts.flatMap((part, index) => {
    const offsetMs = part.startedAt - start;
    return inOrder(part.spans).map(({ span, depth }): WaterfallRow => {
      const from = Math.min(1 - WIDTH_MIN, Math.max(0, (offsetMs + span.startMs) / wholeMs));
      return {
        key: `${index}/${span.id}`,
        part: part.part,
        name: span.name,
        depth,
        from,
        width: Math.min(1 - from, Math.max(WIDTH_MIN, span.durationMs / wholeMs)),
        durationMs: span.durationMs,
        error: span.error,
        attributes: Object.entries(span.attributes)
          .map(([name, value]) => [name, String(value)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      };
    });
  });
}

/** Depth first. A span whose parent was not kept stands at the top. */
function inOrder(spans: readonly Span[]): { span: Span; depth: number }[] {
  const known = new Set(spans.map(({ id }) => id));
  const children = Map.groupBy(spans, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const below = (parent: string | null, depth: number): { span: Span; depth: number }[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => a.startMs - b.startMs)
      .flatMap((span) => [{ span, depth }, ...below(span.id, depth + 1)]);
  return below(null, 0);
}
