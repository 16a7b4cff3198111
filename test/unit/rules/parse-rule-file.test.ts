import { describe, expect, it } from "vitest";
import { parseRuleFile } from "@/lib/rules/file";

const faultsOf = (text: string) =>
  parseRuleFile(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe("a rule file", () => {
  it("is read with all that Prometheus knows in it", () => {
    const { groups, faults } = parseRuleFile(`groups:
  - name: pay
    interval: 1m30s
    query_offset: 10s
    limit: 5
    labels: {region: gz, team: shared}
    rules:
      - record: job:up:sum
        expr: sum   by(job) (up)
        labels: &team {team: pay, tier: 1}
      - alert: PayDown
        expr: |
          job:up:sum
            == 0
        for: 5m
        keep_firing_for: 1m
        labels: *team
        annotations: {summary: "{{ $labels.job }} is down: {{ $value | humanize }}"}
  - name: rest
    rules: []
`);
    expect(faults).toEqual([]);
    expect(groups).toMatchObject([
      {
        name: "pay",
        intervalMs: 90_000,
        queryOffsetMs: 10_000,
        limit: 5,
        rules: [
          {
            kind: "record",
            record: "job:up:sum",
            expr: "sum by (job) (up)",
            labels: { region: "gz", team: "pay", tier: "1" },
          },
          {
            kind: "alert",
            alert: "PayDown",
            expr: "job:up:sum == 0",
            forMs: 300_000,
            keepFiringForMs: 60_000,
            labels: { region: "gz", team: "pay", tier: "1" },
          },
        ],
      },
      { name: "rest", intervalMs: 60_000, limit: 0, rules: [] },
    ]);
  });

  it.each([
    ["", "1:1 a rule file needs `groups:`"],
    ["groups: []", "1:1 the file has no group"],
    ["groups:\n  - rules: []", "2:5 a group needs a name"],
    ["group:\n", '1:1 a rule file has no field "group"; it may have groups'],
    ["groups:\n- name: a\n  name: b", "3:3 not YAML: Map keys must be unique"],
    ["groups:\n- name: a\n  interval: 1x", '3:13 group "a": interval: not a valid duration string: "1x"'],
    ["groups:\n- name: a\n  interval: 10ms", '3:13 group "a": interval must be at least 1s'],
    ["groups:\n- name: a\n  limit: -1", '3:10 group "a": limit must be a whole number from 0'],
    [
      "groups:\n- name: a\n- name: a",
      '3:1 groupname: "a" is repeated in the same file (the first is in line 2)',
    ],
  ])("%j is refused: %s", (text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  const rule = (...lines: string[]) =>
    [
      "groups:",
      "- name: g",
      "  rules:",
      `  - ${lines[0]}`,
      ...lines.slice(1).map((line) => `    ${line}`),
    ].join("\n");

  it.each([
    [rule("expr: up"), "4:5 group \"g\", rule 1: one of 'record' or 'alert' must be set"],
    [
      rule("record: a", "alert: b", "expr: up"),
      "5:5 group \"g\", rule 1: only one of 'record' and 'alert' must be set",
    ],
    [rule("record: a"), "4:5 group \"g\", rule 1 (a): field 'expr' must be set in rule"],
    [rule("record: a-b", "expr: up"), '4:13 group "g", rule 1 (a-b): invalid recording rule name: a-b'],
    [
      rule("record: a", "expr: up", "for: 1m"),
      "6:5 group \"g\", rule 1 (a): invalid field 'for' in recording rule",
    ],
    [
      rule("record: a", "expr: up", "fro: 1m"),
      /^6:5 group "g", rule 1 has no field "fro"; it may have record,/,
    ],
    [
      rule("record: a", "expr: up[5m]"),
      /^5:11 .*a rule needs a vector or a scalar; this expression yields a range/,
    ],
    [rule("record: a", "expr: up", "labels: {__name__: b}"), /^6:14 .*invalid label name: "__name__"/],
    [rule("record: a", "expr: up", "labels: {a-b: c}"), /^6:14 .*invalid label name: "a-b"/],
    // The place that the parser tells, as it stands in the file.
    [rule("record: a", "expr: sum(up) by (job"), /^5:\d+ .*could not parse expression: parse error/],
    [rule("record: a", "expr: up + )"), /^5:17 .*could not parse expression: parse error/],
    [rule("record: a", 'expr: "up + )"'), /^5:18 .*could not parse expression: parse error/],
    [rule("record: a", "expr: |", "  up", "   + )"), /^7:11 .*could not parse expression: parse error/],
    [
      rule("alert: A", "expr: up", "annotations: {summary: '{{ query \"up\" }}'}"),
      /^6:28 group "g", rule 1 \(A\): annotations: summary: .*query/,
    ],
  ])("%j is refused with its place", (text, fault) => {
    const exact = typeof fault === "string" ? fault.replaceAll(/[[\]().'|]/g, "\\$&") : fault;
    expect(faultsOf(text)).toEqual([expect.stringMatching(exact)]);
  });

  it("tells all faults of a file, in order, and reads what has none", () => {
    const text = `groups:
- name: g
  rules:
  - {record: "1", expr: up}
  - {record: good, expr: up}
  - {record: bad, expr: "sum("}
`;
    expect(parseRuleFile(text)).toMatchObject({
      groups: [{ rules: [{ record: "good" }] }],
      faults: [{ line: 4 }, { line: 6 }],
    });
  });

  it("refuses rules that would write the same series, wherever they stand, and alerts of one name", () => {
    const text = `groups:
- name: a
  rules:
  - {record: x, expr: up, labels: {a: "1"}}
  - {record: x, expr: up}
  - {alert: A, expr: up}
- name: b
  labels: {a: "1"}
  rules:
  - {record: x, expr: up + 1}
  - {alert: A, expr: up + 1, labels: {severity: critical}}
`;
    expect(faultsOf(text)).toEqual([
      "10:1 two rules record x with the same labels: they would write the same series (the first is in line 4)",
      "11:1 two alerting rules are named A: Evenkeel tells alarm rules apart by their names (the first is in line 6)",
    ]);
  });

  it("takes no memory by aliases of aliases", () => {
    const levels = Array.from({ length: 30 }, (_, i) => `  l${i + 1}: &l${i + 1} {a: *l${i}, b: *l${i}}`);
    const text = `groups:\n- name: g\n  labels: &l0 {a: b}\n  rules: []\nx:\n${levels.join("\n")}\n`;
    expect(faultsOf(text)).toEqual(['5:1 a rule file has no field "x"; it may have groups']);
  });
});
