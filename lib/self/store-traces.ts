import type { Database } from "@/db/client";
import { selfTraces } from "@/db/schema/self";
import type { StoredSpan } from "@/lib/telemetry/stored-trace";
import type { KeptTrace } from "@/lib/telemetry/trace-collector";
import { ROW_BYTES_MAX } from "./constants";

/** Writes kept traces. A text may hold U+0000, which PostgreSQL's JSON does not take. */
export async function storeTraces(
  db: Database,
  { part, instance }: { part: string; instance: string },
  traces: readonly KeptTrace[],
): Promise<void> {
  if (traces.length === 0) return;
  await db.insert(selfTraces).values(
    traces.map((trace) => {
      const { spans, bytes } = fitSpans(trace.spans);
      return {
        traceId: trace.traceId,
        part,
        instance,
        name: withoutNull(trace.name),
        reason: trace.reason,
        failed: trace.failed,
        startedAt: new Date(trace.startedAt),
        durationMs: trace.durationMs,
        bytes,
        droppedSpans: trace.dropped + trace.spans.length - spans.length,
        spans,
      };
    }),
  );
}

/** As many spans as fit, first ones first: they say what was asked for. */
export function fitSpans(spans: readonly StoredSpan[]): { spans: StoredSpan[]; bytes: number } {
  let bytes = 2;
  const fitting = spans.filter((span) => {
    const size = Buffer.byteLength(JSON.stringify(span)) + 1;
    if (bytes + size > ROW_BYTES_MAX) return false;
    bytes += size;
    return true;
  });
  return { spans: JSON.parse(withoutNull(JSON.stringify(fitting))) as StoredSpan[], bytes };
}

const withoutNull = (text: string): string =>
  text.replaceAll("\u0000", "").replaceAll(String.raw`\u0000`, "");
