import type { MetricFamily } from "./families";

/**
 * Metrics in Prometheus' text format 0.0.4.
 *
 * Families of one name are one group, whatever part of the product they come from: a name may have one TYPE line.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function writeExposition(families: readonly MetricFamily[]): string {
  const byName = Map.groupBy(families, ({ name }) => name);
  const lines = [...byName].flatMap(([name, group]) => {
    const [first] = group;
    if (!first) return [];
    const samples = group.flatMap((family) => family.samples);
    return [
      `# HELP ${name} ${escapeHelp(first.help)}`,
      `# TYPE ${name} ${first.type}`,
      ...samples.map((sample) => `${sample.name}${writeLabels(sample.labels)} ${writeNumber(sample.value)}`),
    ];
  });
  return `${lines.join("\n")}\n`;
}

const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

const escapeValue = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');

function writeLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function writeNumber(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
