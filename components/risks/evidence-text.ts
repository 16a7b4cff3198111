import { formatValue } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";

/**
 * Evidence as a sentence: what was read, and what it should have been. Evidence of another form is shown as it is, so that
 * nothing a point rests on is hidden.
 */
export function evidenceText(evidence: Readonly<Record<string, unknown>>, t: Translate<"risks">): string {
  const { attribute, value, limit, unit, ...rest } = evidence;
  const shown = (given: unknown) =>
    typeof given === "number" && typeof unit === "string" ? formatValue(given, unit) : plain(given);
  const parts = [
    ...(typeof attribute === "string" ? [t("read", { attribute, value: shown(value) })] : []),
    ...(typeof attribute !== "string" && value !== undefined ? [t("measured", { value: shown(value) })] : []),
    ...(limit === undefined
      ? []
      : [t(typeof attribute === "string" ? "shouldBe" : "limit", { limit: shown(limit) })]),
    ...Object.entries(rest).map(([name, given]) => `${name}: ${plain(given)}`),
  ];
  return parts.join(" · ");
}

function plain(given: unknown): string {
  return typeof given === "string" ? given : JSON.stringify(given);
}
