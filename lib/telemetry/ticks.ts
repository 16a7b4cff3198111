import { every, type EveryOptions } from "@/lib/core/every";
import { record } from "./measure";
import { withSpan } from "./span";

/** `every` for a service: each tick is a span, and is counted with its duration and how late it began. */
export function everyTick(service: string, options: EveryOptions, work: () => Promise<void>): Promise<void> {
  return every({ ...options, onLate: (ms) => recordLateness(service, ms) }, () =>
    measuredTick(service, work),
  );
}

export function recordLateness(service: string, ms: number): void {
  record("evenkeel_service_tick_lateness_seconds", Math.max(0, ms) / 1_000, { service });
}

/** One tick of a service that keeps its own time. */
export async function measuredTick(service: string, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  let outcome = "error";
  try {
    await withSpan(`${service}.tick`, {}, work);
    outcome = "ok";
  } finally {
    record("evenkeel_service_tick_duration_seconds", (performance.now() - began) / 1_000, {
      service,
      outcome,
    });
  }
}
