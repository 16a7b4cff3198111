import type { UnixMs } from "@/lib/core/time";
import type { QueryAnnotations } from "@/lib/metrics/store";
import type { Dialect } from "@/lib/promql/dialect";
import { parseExpr } from "@/lib/promql/parse";
import { printExpr } from "@/lib/promql/print";
import { selectorsOf } from "@/lib/promql/selectors";
import type { Receipt } from "../schemas";
import type { AnswerContext } from "./answerer";
import { duration, NOW_WINDOW_MS } from "./promql";

/** As for the catalogue's queries: a question to a person must not hang. */
const TIMEOUT_MS = 20_000;

export interface Expression {
  promql: string;
  unit: string;
  /** When it is evaluated, and was. */
  at: UnixMs;
}

/**
 * The receipt of PromQL that is not made of the catalogue, such as that of an alarm rule or a risk check: it is evaluated
 * again at the same moment.
 *
 * @returns null when it cannot be evaluated; the answer then rests on its source alone.
 */
export async function runExpression(
  answer: AnswerContext,
  { promql, unit, at }: Expression,
): Promise<Receipt | null> {
  answer.onQuery?.(promql);
  const { metrics } = answer.ctx;
  const options = { timeoutMs: TIMEOUT_MS, ...(answer.signal ? { signal: answer.signal } : {}) };
  const numberOf = async (expr: string): Promise<number | null> => {
    const value = await metrics.query(expr, at, options);
    return value.type === "vector" ? (value.samples[0]?.v ?? null) : null;
  };
  const notes: string[] = [];
  const onAnnotations = ({ warnings, infos }: QueryAnnotations): void => {
    notes.push(...warnings, ...infos);
  };
  try {
    const evidence = evidenceQueries(promql, metrics.dialect);
    const [value, samples, newest] = await Promise.all([
      metrics.query(promql, at, { ...options, onAnnotations }),
      numberOf(evidence.samples),
      numberOf(evidence.newest),
    ]);
    return {
      promql,
      purpose: "answer",
      from: at,
      to: at,
      stepS: 0,
      timezone: answer.timezone,
      unit,
      seriesCount: value.type === "vector" ? value.samples.length : 1,
      sampleCount: samples,
      newestSampleAt: newest === null ? null : Math.round(newest * 1_000),
      notes,
    };
  } catch {
    return null; // Said by leaving it out: the source of the answer stands.
  }
}

/** Counts the samples behind an expression in the window of "now", and finds the time of the newest. */
function evidenceQueries(promql: string, dialect: Dialect): { samples: string; newest: string } {
  const selectors = selectorsOf(parseExpr(promql, dialect)).map((selector) =>
    printExpr({ ...selector, offsetMs: 0, at: null }),
  );
  const distinct = [...new Set(selectors)];
  const counts = distinct.map((s) => `(sum(count_over_time(${s}[${duration(NOW_WINDOW_MS)}])) or vector(0))`);
  const times = distinct.map(
    (s, i) => `label_replace(max(timestamp(${s})), "selector", "${i}", "__name__", ".*")`,
  );
  return { samples: counts.join(" + "), newest: `max(${times.join(" or ")})` };
}
