import { formatValue } from "@/lib/core/units";

/** A setting as people read it: names end in their unit. */
export function specText(name: string, value: unknown): string {
  if (typeof value === "number" && name.endsWith("Bytes")) return formatValue(value, "bytes");
  if (typeof value === "number" && name.endsWith("Ratio")) return formatValue(value, "ratio");
  if (typeof value === "number" && name.endsWith("ExpiresAt"))
    return new Date(value).toISOString().slice(0, 10);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
