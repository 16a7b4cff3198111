import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import { processSingleton } from "@/lib/core/once";
import { keepReason, MinuteLimit, type KeepReason } from "./keep-trace";
import { count } from "./measure";
import { toFinishedTrace, type FinishedTrace } from "./stored-trace";

/** Traces under way at once; beyond, the oldest is given up: it may have a span that never ends. Our choice. */
const OPEN_MAX = 1_000;
/** Spans of one trace; a page makes ten, a question to the chat thirty. Our choice. */
const SPANS_MAX = 200;
/** Kept traces that wait to be stored. Our choice. */
const WAITING_MAX = 100;

export interface KeptTrace extends FinishedTrace {
  reason: KeepReason;
}

interface OpenTrace {
  open: number;
  ended: ReadableSpan[];
  dropped: number;
}

/** Gathers the spans of each trace until the last one has ended, and then decides whether the trace is kept. */
export class TraceCollector implements SpanProcessor {
  readonly #traces = new Map<string, OpenTrace>();
  readonly #limit = new MinuteLimit();
  #kept: KeptTrace[] = [];

  onStart(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const known = this.#traces.get(traceId);
    if (known) {
      known.open += 1;
      return;
    }
    if (this.#traces.size >= OPEN_MAX) this.#giveUpOldest();
    this.#traces.set(traceId, { open: 1, ended: [], dropped: 0 });
  }

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const trace = this.#traces.get(traceId);
    if (!trace) return;
    trace.open -= 1;
    // The root ends last, and without it there is no trace.
    if (trace.ended.length < SPANS_MAX || trace.open === 0) trace.ended.push(span);
    else trace.dropped += 1;
    if (trace.open > 0) return;
    this.#traces.delete(traceId);
    this.#decide(trace);
  }

  /** Hands out what was kept since the last call. */
  take(): KeptTrace[] {
    const kept = this.#kept;
    this.#kept = [];
    return kept;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #decide({ ended, dropped }: OpenTrace): void {
    const finished = toFinishedTrace(ended, dropped);
    if (!finished) return;
    const reason = keepReason(finished);
    if (reason === null) return;
    if (
      !this.#limit.admit(`${reason} ${finished.name}`, finished.startedAt) ||
      this.#kept.length >= WAITING_MAX
    ) {
      count("evenkeel_self_dropped_total", { what: "trace", reason: "limit" });
      return;
    }
    this.#kept.push({ ...finished, reason });
  }

  #giveUpOldest(): void {
    const [oldest] = this.#traces.keys();
    if (oldest === undefined) return;
    this.#traces.delete(oldest);
    count("evenkeel_self_dropped_total", { what: "trace", reason: "open" });
  }
}

export const getTraceCollector = processSingleton("telemetry-traces", () => new TraceCollector());
