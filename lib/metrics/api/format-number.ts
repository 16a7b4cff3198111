import type { UnixMs } from "@/lib/core/time";

/**
 * A sample's value as the Prometheus HTTP API writes it: the shortest digits that read back the same, with an exponent
 * of at least two digits below 1e-6 and from 1e21 on.
 *
 * @see Prometheus v2.42 `util/jsonutil/marshal.go` MarshalFloat.
 */
export function formatValue(value: number): string {
  if (Number.isInteger(value) && value < 1e21 && value > -1e21)
    return Object.is(value, -0) ? "-0" : String(value);
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  const text = String(value);
  const exponent = text.indexOf("e");
  // JavaScript changes to exponents at the same sizes, but writes 1e-7 where Go writes 1e-07.
  return exponent > 0 && text.length - exponent === 3 ? `${text.slice(0, -1)}0${text.slice(-1)}` : text;
}

/** Unix seconds with three decimals, or none when they are zero. @see MarshalTimestamp in the same file. */
export function formatTimestamp(t: UnixMs): string {
  const sign = t < 0 ? "-" : "";
  const size = Math.abs(t);
  const fraction = size % 1000;
  const seconds = `${sign}${Math.floor(size / 1000)}`;
  return fraction === 0 ? seconds : `${seconds}.${String(fraction).padStart(3, "0")}`;
}
