/**
 * A name that was written with letters, digits and underscores alone: `U__http_2e_requests` is `http.requests`, `__` is an
 * underscore. Any other text, and one that is escaped wrongly, stands for itself.
 *
 * @see Prometheus `common/model/metric.go`, UnescapeName, scheme "values"
 */
export function unescapeName(text: string): string {
  if (!text.startsWith("U__")) return text;
  const escaped = text.slice("U__".length);
  if (!/^(?:[a-zA-Z0-9:]|__|_[0-9a-fA-F]{1,6}_)*$/.test(escaped)) return text;
  return escaped.replaceAll(/__|_([0-9a-fA-F]{1,6})_/g, (_, hex?: string) =>
    hex === undefined ? "_" : String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10_ff_ff)),
  );
}
