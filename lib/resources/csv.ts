import type { ResourceView } from "./schemas";

/**
 * A spreadsheet takes a text that begins so as a formula, which may call programs and addresses. An apostrophe makes it a
 * text.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection, its list of characters; the full-width forms are what
 *   spreadsheets of East Asian locales take for the same.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One field as RFC 4180 writes it; a text, never a formula. */
export function csvField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Column = readonly [name: string, value: (resource: ResourceView) => string | number | null];

const COLUMNS: readonly Column[] = [
  ["id", ({ id }) => id],
  ["product", ({ product }) => product],
  ["app", ({ app }) => app],
  ["layer", ({ layer }) => layer],
  ["zone", ({ zone }) => zone],
  ["cluster", ({ cluster }) => cluster],
  ["state", ({ state }) => state],
  ["origin", ({ origin }) => origin],
  ["seen", ({ seen }) => seen],
  ["last_seen", ({ lastSeenAt }) => (lastSeenAt === null ? null : new Date(lastSeenAt).toISOString())],
  ["utilisation_ratio", ({ utilisation }) => utilisation?.value ?? null],
  ["utilisation_metric", ({ utilisation }) => utilisation?.metric ?? null],
  ["alarms_firing", ({ alarms }) => alarms.firing],
  ["worst_alarm", ({ alarms }) => alarms.worst],
  ["findings_open", ({ findings }) => findings.open],
  ["worst_finding", ({ findings }) => findings.worst],
  ["faults_active", ({ faults }) => faults],
  ["differences_open", ({ differences }) => differences],
  [
    "labels",
    ({ labels }) =>
      Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
  ],
  ["depends_on", ({ dependsOn }) => dependsOn.join(" ")],
  ["spec", ({ spec }) => JSON.stringify(spec)],
];

/** RFC 4180: lines end in CRLF, the last one too. */
const line = (fields: readonly (string | number | null)[]): string => `${fields.map(csvField).join(",")}\r\n`;

/** Begins with a byte order mark: without it spreadsheets do not read Chinese as UTF-8. */
export const csvHead = (): string => `\uFEFF${line(COLUMNS.map(([name]) => name))}`;

export const csvRow = (resource: ResourceView): string => line(COLUMNS.map(([, value]) => value(resource)));
