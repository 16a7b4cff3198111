import { DAY_MS, HOUR_MS, MINUTE_MS, type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";

export interface TimeTick {
  at: UnixMs;
  label: string;
  /** A new day or T0: drawn stronger. */
  major: boolean;
}

export interface TimeAxisOptions {
  /** Width of the plot in pixels. */
  pixels: number;
  /** Zero of the event axis; absent: clock time. */
  t0?: UnixMs;
  locale: string;
  /** IANA name; absent: the reader's own. */
  timezone?: string;
}

/** A label such as `T−1 h 30 min` with some air around it. */
const LABEL_PX = 96;

const TICK_STEPS_MS: readonly number[] = [
  SECOND_MS,
  5 * SECOND_MS,
  10 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
];

function tickStep(widthMs: number, pixels: number): number {
  const wanted = widthMs / Math.max(1, Math.floor(pixels / LABEL_PX));
  return TICK_STEPS_MS.find((step) => step >= wanted) ?? Math.ceil(wanted / DAY_MS) * DAY_MS;
}

/** Formatters are dear to make (some 50 µs) and asked for with each frame of a gesture. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, found);
  return found;
}

/** How far local clocks are ahead of UTC at `at`, in ms. */
export function timezoneOffsetMs(at: UnixMs, timezone?: string): number {
  if (timezone === undefined) return -new Date(at).getTimezoneOffset() * MINUTE_MS;
  const parts = formatter("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / SECOND_MS) * SECOND_MS;
}

const UNITS: readonly { ms: number; name: string }[] = [
  { ms: DAY_MS, name: "d" },
  { ms: HOUR_MS, name: "h" },
  { ms: MINUTE_MS, name: "min" },
  { ms: SECOND_MS, name: "s" },
];

/** Time from T0, in at most two units: `T0`, `T−30 min`, `T+2 h`, `T+1 d 6 h`. */
export function formatEventTime(deltaMs: number): string {
  let rest = Math.round(Math.abs(deltaMs) / SECOND_MS) * SECOND_MS;
  if (rest === 0) return "T0";
  const parts: string[] = [];
  for (const { ms, name } of UNITS) {
    if (parts.length === 2) break;
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length === 1) break;
  }
  return `T${deltaMs < 0 ? "−" : "+"}${parts.join(" ")}`;
}

/** Ticks on round local times, or on round distances from T0. */
export function prepareTimeTicks(range: RangeMs, options: TimeAxisOptions): TimeTick[] {
  const step = tickStep(range.to - range.from, options.pixels);
  const { t0, locale, timezone } = options;
  const ticks: TimeTick[] = [];
  if (t0 !== undefined) {
    for (let n = Math.ceil((range.from - t0) / step); t0 + n * step <= range.to; n++) {
      ticks.push({ at: t0 + n * step, label: formatEventTime(n * step), major: n === 0 });
    }
    return ticks;
  }
  const zone = timezone === undefined ? {} : { timeZone: timezone };
  const time = formatter(locale, {
    ...zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    ...(step < MINUTE_MS ? { second: "2-digit" } : {}),
  });
  const day = formatter(locale, { ...zone, month: "short", day: "numeric" });
  const startOffset = timezoneOffsetMs(range.from, timezone);
  for (let n = Math.ceil((range.from + startOffset) / step); ; n++) {
    // The offset at the tick itself, so that midnight stays midnight after a change of summer time.
    const guess = n * step - startOffset;
    const at = n * step - timezoneOffsetMs(guess, timezone);
    if (at > range.to) return ticks;
    if (at < range.from) continue;
    const major = (n * step) % DAY_MS === 0;
    ticks.push({ at, label: major ? day.format(at) : time.format(at), major });
  }
}

/** A moment in full, for the readout at the crosshair. */
export function formatMoment(at: UnixMs, locale: string, timezone?: string): string {
  return formatter(locale, {
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    hourCycle: "h23",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
}
