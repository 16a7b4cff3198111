import { describe, expect, it } from "vitest";
import { humanize, humanize1024, humanizeDuration, humanizePercentage } from "@/lib/alarms/humanize";
import { expandTemplate } from "@/lib/alarms/template";

const data = { labels: { resource: "mysql-order-0", zone: "a" }, value: 0.12345 };

describe("expandTemplate", () => {
  it.each([
    ["plain", "plain"],
    ["{{ $labels.resource }} in {{$labels.zone}}", "mysql-order-0 in a"],
    ["{{ $value }}", "0.12345"],
    ["{{ .Value }} {{ .Labels.zone }}", "0.12345 a"],
    ["{{ $labels.absent }}|", "|"],
    ["{{ $value | humanizePercentage }}", "12.35%"],
    ["{{ humanizePercentage $value }}", "12.35%"],
    ['{{ printf "%.2f of %s" $value $labels.zone }}', "0.12 of a"],
    ['{{ printf "%.1f%%" 99.95 }}', "100.0%"],
    ["{{ $labels.zone | toUpper }}", "A"],
    ["{{ 3661 | humanizeDuration }}", "1h 1m 1s"],
  ])("%s becomes %s", (text, expanded) => {
    expect(expandTemplate(text, data)).toBe(expanded);
  });

  it.each([
    "{{ $wrong }}",
    "{{ range . }}",
    "{{ }}",
    "{{ $labels.zone | humanize }}",
    '{{ printf "%x" 1 }}',
    "{{ $value 2 }}",
  ])("refuses %s and quotes it", (text) => {
    expect(() => expandTemplate(text, data)).toThrow(/\{\{/);
  });
});

// Expected texts are from Prometheus `template/template_test.go`.
describe("humanize", () => {
  it.each([
    [0, "0"],
    [1, "1"],
    [1_234_567, "1.235M"],
    [0.12, "120m"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NaN, "NaN"],
  ])("writes %d as %s", (value, text) => expect(humanize(value)).toBe(text));

  it.each([
    [0, "0"],
    [1, "1"],
    [1_048_576, "1Mi"],
    [0.12, "0.12"],
  ])("writes %d in powers of 1024 as %s", (value, text) => expect(humanize1024(value)).toBe(text));

  it.each([
    [0, "0s"],
    [0.1, "100ms"],
    [0.0001, "100us"],
    [0.01234, "12.34ms"],
    [12.345, "12.35s"],
    [1, "1s"],
    [60, "1m 0s"],
    [3600, "1h 0m 0s"],
    [86_400, "1d 0h 0m 0s"],
    [86_400 + 3600, "1d 1h 0m 0s"],
    [-(86_400 * 2 + 3600 * 3 + 60 * 4 + 5), "-2d 3h 4m 5s"],
    [899.99, "14m 59s"],
  ])("writes %d seconds as %s", (value, text) => expect(humanizeDuration(value)).toBe(text));

  it.each([
    [-1, "-100%"],
    [0, "0%"],
    [0.123456789, "12.35%"],
  ])("writes the ratio %d as %s", (value, text) => expect(humanizePercentage(value)).toBe(text));
});
