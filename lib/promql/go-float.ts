const GO_FLOAT = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf|infinity|nan)$/i;

/**
 * Reads a number as Go's `strconv.ParseFloat` does: decimal, exponent, Inf and NaN in any case. Hexadecimal fractions
 * with a binary exponent, which Go knows too, are left out.
 *
 * @returns undefined for anything else (NaN is a value here).
 */
export function parseGoFloat(text: string): number | undefined {
  if (!GO_FLOAT.test(text)) return undefined;
  const lower = text.toLowerCase().replace(/^[+-]/, "");
  const sign = text.startsWith("-") ? -1 : 1;
  if (lower === "nan") return Number.NaN;
  if (lower.startsWith("inf")) return sign * Number.POSITIVE_INFINITY;
  return sign * Number(lower);
}

/** As Go's `FormatFloat(v, 'f', -1, 64)`: shortest digits that read back the same, never an exponent. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const text = String(value);
  const exponentAt = text.indexOf("e");
  if (exponentAt < 0) return text;
  const sign = text.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = text.slice(sign.length, exponentAt).split(".");
  const exponent = Number(text.slice(exponentAt + 1));
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}

/** As Go's `%g` and `%v`: shortest digits, with an exponent of two digits or more below 1e-4 and from 1e6 on. */
export function formatGoGeneral(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatGoFloat(value);
  const [digits = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return formatGoFloat(value);
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
