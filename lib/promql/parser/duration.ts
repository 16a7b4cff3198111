import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, WEEK_MS, type DurationMs } from "@/lib/core/time";

/** Largest unit first; a year is 365 days, as in Prometheus `model.ParseDuration`. */
const UNITS = [
  { unit: "y", ms: 365 * DAY_MS },
  { unit: "w", ms: WEEK_MS },
  { unit: "d", ms: DAY_MS },
  { unit: "h", ms: HOUR_MS },
  { unit: "m", ms: MINUTE_MS },
  { unit: "s", ms: SECOND_MS },
  { unit: "ms", ms: 1 },
] as const;

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Go keeps durations in 64-bit nanoseconds. */
export const DURATION_MS_MAX = 9_223_372_036_854;

export type DurationParse = { ms: DurationMs } | { error: string };

/** `1h30m` to milliseconds: units from large to small, each at most once. Errors in the words of Prometheus. */
export function parseDuration(text: string): DurationParse {
  const match = DURATION.exec(text);
  if (text === "" || match === null) return { error: `not a valid duration string: ${JSON.stringify(text)}` };
  let ms = 0;
  UNITS.forEach((unit, index) => {
    ms += Number(match[index + 1] ?? 0) * unit.ms;
  });
  return ms > DURATION_MS_MAX ? { error: "duration out of range" } : { ms };
}

/** Shortest exact form: `90000` is `1m30s`. Years and weeks only when nothing else is needed, as Prometheus prints. */
export function formatDuration(ms: DurationMs): string {
  if (ms === 0) return "0s";
  let rest = Math.abs(ms);
  let text = "";
  for (const { unit, ms: size } of UNITS) {
    const exactOnly = unit === "y" || unit === "w";
    if (rest < size || (exactOnly && rest % size !== 0)) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return ms < 0 ? `-${text}` : text;
}
