import { SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";

/** Failures in a row that open the circuit. Our choice: one call with its retries, and another call that fails too. */
export const OPEN_AFTER = 5;
/** How long nothing is sent once it is open. Our choice: two ticks of the simulator, below the shortest alarm period. */
export const OPEN_MS: DurationMs = 10 * SECOND_MS;

export type Circuit =
  | { kind: "closed"; failures: number }
  | { kind: "open"; until: UnixMs }
  /** One request, the probe, is under way; its outcome decides. */
  | { kind: "half_open" };

/** What a request tells about the engine. `none`: the caller left before there was an answer. */
export type Evidence = "alive" | "failing" | "none";

export const CLOSED: Circuit = { kind: "closed", failures: 0 };

export interface Admission {
  circuit: Circuit;
  /** What the request is sent as, or null: it must not be sent. */
  as: "normal" | "probe" | null;
}

/** Whether a request may be sent at `now`. When an open time is over, the first one to ask is the probe. */
export function admitRequest(circuit: Circuit, now: UnixMs): Admission {
  if (circuit.kind === "closed") return { circuit, as: "normal" };
  if (circuit.kind === "open" && now >= circuit.until) return { circuit: { kind: "half_open" }, as: "probe" };
  return { circuit, as: null };
}

/** The circuit after a request. Late news of requests that were sent before it opened change nothing: the probe decides. */
export function settleRequest(
  circuit: Circuit,
  as: "normal" | "probe",
  evidence: Evidence,
  now: UnixMs,
): Circuit {
  if (as === "probe") {
    if (evidence === "alive") return CLOSED;
    // A probe without an answer leaves the place to the next request.
    return { kind: "open", until: evidence === "failing" ? now + OPEN_MS : now };
  }
  if (circuit.kind !== "closed" || evidence === "none") return circuit;
  if (evidence === "alive") return CLOSED;
  const failures = circuit.failures + 1;
  return failures >= OPEN_AFTER ? { kind: "open", until: now + OPEN_MS } : { kind: "closed", failures };
}

/** The circuit after the engine asked to be left alone until a moment; it is never opened for a shorter time than it was. */
export function openUntil(circuit: Circuit, until: UnixMs): Circuit {
  return circuit.kind === "open" && circuit.until >= until ? circuit : { kind: "open", until };
}
