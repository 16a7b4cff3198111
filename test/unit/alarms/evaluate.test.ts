import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, ruleResult, type AlarmMemory, type Rule } from "@/lib/alarms/evaluate";
import { fingerprint } from "@/lib/alarms/fingerprint";

const rule: Rule = {
  name: "MysqlDown",
  forMs: 10_000,
  keepFiringForMs: 0,
  labels: { severity: "critical" },
  annotations: { summary: "{{ $labels.resource }} is at {{ $value }}" },
};
const sample = (resource: string, v = 1) => ({ labels: { __name__: "up", resource }, t: 0, v });

/** Plays a rule over ticks 5 s apart; each tick is the list of resources that the expression yields. */
function play(ticks: readonly (readonly string[])[], over: Partial<Rule> = {}, gapAt?: number) {
  let open: AlarmMemory[] = [];
  const log: string[] = [];
  let now = 0;
  ticks.forEach((names, index) => {
    const unwatchedMs = index === gapAt ? 60_000 : 0;
    now += index === 0 ? 0 : 5_000 + unwatchedMs;
    const changes = evaluate({
      rule: { ...rule, ...over },
      result: names.map((name) => sample(name)),
      open,
      now,
      unwatchedMs,
    });
    for (const { after, transition } of changes)
      if (transition)
        log.push(`${now / 1000} ${after.labels["resource"]} ${transition.from}>${transition.to}`);
    open = changes.map((change) => change.after).filter((alarm) => alarm.state !== "resolved");
  });
  return { log, open };
}

describe("evaluate", () => {
  it("is pending until the expression has held for `for`, then fires, then resolves", () => {
    expect(play([["a"], ["a"], ["a"], ["a"], []]).log).toEqual([
      "0 a null>pending",
      "10 a pending>firing",
      "20 a firing>resolved",
    ]);
  });

  it("fires at once without `for`", () => {
    expect(play([["a"], []], { forMs: 0 }).log).toEqual(["0 a null>firing", "5 a firing>resolved"]);
  });

  it("ends a pending alarm without firing when its result vanishes, and starts its clock anew", () => {
    expect(play([["a"], [], ["a"], ["a"], ["a"]]).log).toEqual([
      "0 a null>pending",
      "5 a pending>resolved",
      "10 a null>pending",
      "20 a pending>firing",
    ]);
  });

  it("keeps an alarm per label set", () => {
    expect(play([["a"], ["a", "b"], ["a", "b"], ["b"]]).log).toEqual([
      "0 a null>pending",
      "5 b null>pending",
      "10 a pending>firing",
      "15 b pending>firing",
      "15 a firing>resolved",
    ]);
  });

  it("goes on firing for keep_firing_for after the last result, and forgets that when the result is back", () => {
    expect(play([["a"], [], [], ["a"], [], [], []], { forMs: 0, keepFiringForMs: 10_000 }).log).toEqual([
      "0 a null>firing",
      "30 a firing>resolved",
    ]);
  });

  it("never counts time in which nobody watched towards `for`", () => {
    expect(play([["a"], ["a"], ["a"]], {}, 1).log).toEqual(["0 a null>pending", "70 a pending>firing"]);
    expect(play([["a"], ["a"], ["a"], ["a"]], { forMs: 15_000 }, 1).log).toEqual([
      "0 a null>pending",
      "75 a pending>firing",
    ]);
  });

  it("leaves a firing alarm as it was over a gap", () => {
    const { open, log } = play([["a"], ["a"]], { forMs: 0 }, 1);
    expect(log).toEqual(["0 a null>firing"]);
    expect(open[0]).toMatchObject({ activeAt: 0, firedAt: 0 });
  });

  it("names the alarm by the labels of result and rule, without the metric name", () => {
    const [change] = evaluate({ rule, result: [sample("a", 0.5)], open: [], now: 0, unwatchedMs: 0 });
    expect(change?.after.labels).toEqual({ resource: "a", severity: "critical", alertname: "MysqlDown" });
    expect(change?.after.annotations).toEqual({ summary: "a is at 0.5" });
  });

  it("refuses two results that become the same alarm", () => {
    const same = { ...rule, labels: { resource: "all" } };
    expect(() =>
      evaluate({ rule: same, result: [sample("a"), sample("b")], open: [], now: 0, unwatchedMs: 0 }),
    ).toThrow(/same labels/);
  });

  it("keeps the alarm when an annotation cannot be expanded, and says so in its text", () => {
    const broken = { ...rule, annotations: { summary: "{{ $wrong }}" } };
    const [change] = evaluate({ rule: broken, result: [sample("a")], open: [], now: 0, unwatchedMs: 0 });
    expect(change?.after.annotations["summary"]).toContain("error expanding template");
  });

  it("never fires before `for` has passed, never has two open alarms of one label set, always resolves in the end", () => {
    const tick = fc.uniqueArray(fc.constantFrom("a", "b", "c"));
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 30 }), fc.nat(20_000), fc.nat(20_000), (ticks, forMs, keep) => {
        const { log } = play([...ticks, ...Array.from({ length: 8 }, () => [])], {
          forMs,
          keepFiringForMs: keep,
        });
        for (const name of ["a", "b", "c"]) {
          const own = log.filter((line) => line.includes(` ${name} `)).map((line) => line.split(" "));
          let state = "null";
          let since = 0;
          for (const [at, , change] of own) {
            const [from, to] = (change ?? "").split(">");
            expect(from).toBe(state === "resolved" ? "null" : state);
            if (from === "null") since = Number(at);
            const heldMs = to === "firing" ? (Number(at) - since) * 1000 : Number.POSITIVE_INFINITY;
            expect(heldMs).toBeGreaterThanOrEqual(forMs);
            state = to ?? "";
          }
          expect(["null", "resolved"]).toContain(state);
        }
      }),
    );
  });
});

describe("ruleResult", () => {
  it("takes a scalar as one sample without labels and refuses a matrix", () => {
    expect(ruleResult({ type: "scalar", t: 5, v: 2 })).toEqual([{ labels: {}, t: 5, v: 2 }]);
    expect(() => ruleResult({ type: "matrix", series: [] })).toThrow(/not a matrix/);
  });
});

describe("fingerprint", () => {
  it("does not depend on order and ignores empty labels", () => {
    expect(fingerprint({ b: "2", a: "1", c: "" })).toBe(fingerprint({ a: "1", b: "2" }));
    expect(fingerprint({ a: "1,b" })).not.toBe(fingerprint({ a: "1", b: "" }));
  });
});
