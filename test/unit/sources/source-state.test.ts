import { describe, expect, it } from "vitest";
import { deriveSourceState } from "@/components/sources/source-state";
import { jobsSelector, targetHref, targetSelector } from "@/components/sources/target-href";
import { parseExpr } from "@/lib/promql/parse";
import { MINUTE_MS } from "@/lib/core/time";

const NOW = 1_700_000_000_000;
const source = {
  revoked: false,
  lastSeenAt: NOW - 1_000,
  lastAcceptedAt: NOW - 1_000,
  rejectedSamples: 0,
  refusedRequests: 0,
  throttledRequests: 0,
};

describe("deriveSourceState", () => {
  it.each([
    ["receiving", {}],
    ["receiving", { refusedRequests: 2, throttledRequests: 2 }],
    ["partly", { rejectedSamples: 1 }],
    ["partly", { refusedRequests: 3, throttledRequests: 2 }],
    ["refused", { lastAcceptedAt: null, refusedRequests: 4 }],
    ["refused", { lastAcceptedAt: NOW - 6 * MINUTE_MS, rejectedSamples: 9 }],
    ["silent", { lastSeenAt: NOW - 6 * MINUTE_MS, lastAcceptedAt: NOW - 6 * MINUTE_MS, rejectedSamples: 9 }],
    ["revoked", { revoked: true }],
  ] as const)("is %s for %j", (state, more) =>
    expect(deriveSourceState({ ...source, ...more }, NOW)).toBe(state),
  );
});

describe("selectors of jobs", () => {
  it("matches exactly the jobs given, whatever is in their names", () => {
    const names = ['a"b', "c\\d", "e.f|g", "h(i", "j\nk"];
    const pattern = jobsSelector(names);
    expect(() => parseExpr(pattern)).not.toThrow();
    const regex = new RegExp(`^(?:${JSON.parse(pattern.slice("{job=~".length, -1))})$`);
    for (const name of names) expect(name).toMatch(regex);
    for (const other of ["a", "eXf", "g", "hi"]) expect(other).not.toMatch(regex);
  });

  it("leaves an absent instance out, and matches an absent job as the empty text", () => {
    expect(targetSelector({ job: "", instance: "" })).toBe('{job=""}');
    expect(targetSelector({ job: "node", instance: "a:9100" })).toBe('{job="node",instance="a:9100"}');
    expect(decodeURIComponent(targetHref({ job: "node", instance: "" }))).toContain('job="node"');
  });
});
