/** A decoded `AnyValue`; bytes are base64 already, a missing value is null. */
export type OtlpValue = string | boolean | number | bigint | null | readonly OtlpValue[] | OtlpMap;
export class OtlpMap {
  constructor(readonly entries: readonly (readonly [string, OtlpValue])[]) {}
}

/**
 * An attribute's value as a label's value: text as it is, no value as the empty text, anything else as JSON.
 *
 * @see https://opentelemetry.io/docs/specs/otel/common/#attribute "AnyValue representation for non-OTLP protocols"
 */
export function valueText(value: OtlpValue): string {
  if (value === null) return "";
  return typeof value === "string" ? value : jsonText(value);
}

function jsonText(value: OtlpValue): string {
  if (typeof value === "bigint") return value.toString();
  // JSON has no NaN and no infinities.
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : String(value);
  if (value instanceof OtlpMap)
    return `{${value.entries.map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(",")}}`;
  if (value !== null && typeof value === "object") return `[${value.map(jsonText).join(",")}]`;
  return JSON.stringify(value);
}
