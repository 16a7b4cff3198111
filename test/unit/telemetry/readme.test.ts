import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { product as evenkeel } from "@/lib/products/evenkeel";
import { storedNames } from "@/lib/chat/answer/promql";
import { INSTRUMENTS, type Instrument } from "@/lib/telemetry/instruments";

const README = fileURLToPath(new URL("../../../lib/telemetry/README.md", import.meta.url));
const all: Readonly<Record<string, Instrument>> = INSTRUMENTS;

it("documents every metric with its type, labels and help", () => {
  const rows = readFileSync(README, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `evenkeel_"))
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  expect(rows).toEqual(
    Object.entries(all).map(([name, { type, labels, help }]) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(" "),
      help,
    ]),
  );
});

it.each(Object.entries(all))("%s is named as Prometheus wants it", (name, { type, bounds = [] }) => {
  expect(name).toMatch(/^evenkeel_[a-z0-9_]+$/);
  expect(name.endsWith("_total")).toBe(type === "counter");
  expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
});

it("shows on screen only what is measured", () => {
  const stored = evenkeel.metrics.flatMap((metric) => storedNames(metric));
  const measured = (name: string) => name in all || name.replace(/_(bucket|sum|count)$/, "") in all;
  expect(stored.filter((name) => !measured(name))).toEqual([]);
});
