import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  admitRequest,
  CLOSED,
  OPEN_AFTER,
  OPEN_MS,
  settleRequest,
  type Circuit,
  type Evidence,
} from "@/lib/metrics/remote/circuit";

const NOW = 1_700_000_000_000;

/** The circuit after normal requests with these outcomes. */
const after = (...outcomes: Evidence[]): Circuit =>
  outcomes.reduce((circuit, outcome) => settleRequest(circuit, "normal", outcome, NOW), CLOSED);
const failures = (count: number) => Array.from({ length: count }, (): Evidence => "failing");

describe("the circuit", () => {
  it("opens after five failures in a row, not before", () => {
    expect(after(...failures(OPEN_AFTER - 1)).kind).toBe("closed");
    expect(after(...failures(OPEN_AFTER))).toEqual({ kind: "open", until: NOW + OPEN_MS });
  });

  it("starts to count anew after a sign of life, not after a caller that left", () => {
    const nearly = failures(OPEN_AFTER - 1);
    expect(after(...nearly, "alive", "failing").kind).toBe("closed");
    expect(after(...nearly, "none", "failing").kind).toBe("open");
  });

  it("sends nothing while open, then one probe alone", () => {
    const open = after(...failures(OPEN_AFTER));
    expect(admitRequest(open, NOW + OPEN_MS - 1)).toEqual({ circuit: open, as: null });
    const probing = admitRequest(open, NOW + OPEN_MS);
    expect(probing).toEqual({ circuit: { kind: "half_open" }, as: "probe" });
    expect(admitRequest(probing.circuit, NOW + OPEN_MS + 1).as).toBeNull();
  });

  it.each([
    ["alive", CLOSED],
    ["failing", { kind: "open", until: NOW + OPEN_MS }],
    ["none", { kind: "open", until: NOW }],
  ] as const)("after a probe that tells %s is %o", (evidence, expected) => {
    expect(settleRequest({ kind: "half_open" }, "probe", evidence, NOW)).toEqual(expected);
  });

  it("is not moved by late news of requests from before it opened", () => {
    const open = after(...failures(OPEN_AFTER));
    for (const evidence of ["alive", "failing", "none"] as const) {
      expect(settleRequest(open, "normal", evidence, NOW + 1)).toBe(open);
      expect(settleRequest({ kind: "half_open" }, "normal", evidence, NOW + 1)).toEqual({
        kind: "half_open",
      });
    }
  });

  it("always lets a request through again within the open time, whatever happened", () => {
    const evidence = fc.constantFrom<Evidence>("alive", "failing", "none");
    fc.assert(
      fc.property(fc.array(fc.tuple(evidence, fc.nat(OPEN_MS * 2)), { maxLength: 60 }), (steps) => {
        let circuit = CLOSED;
        let now = NOW;
        for (const [outcome, waitMs] of steps) {
          now += waitMs;
          const admitted = admitRequest(circuit, now);
          circuit =
            admitted.as === null
              ? admitted.circuit
              : settleRequest(admitted.circuit, admitted.as, outcome, now);
        }
        expect(admitRequest(circuit, now + OPEN_MS).as).not.toBeNull();
      }),
    );
  });
});
