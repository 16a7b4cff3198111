import { goMax, goMin } from "./go-math";

const RADIANS_PER_DEGREE = Math.PI / 180;

/** Functions of one value. Each drops the metric name. */
export const UNARY_FUNCTIONS = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (value) => value / RADIANS_PER_DEGREE,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  rad: (value) => value * RADIANS_PER_DEGREE,
  sgn: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
} satisfies Record<string, (value: number) => number>;

/** Halves round up; multiplying by the inverse keeps round(x, 0.1) exact where division would not. @see funcRound */
export function roundTo(value: number, nearest: number): number {
  const inverse = 1 / nearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

export function clampBetween(value: number, low: number, high: number): number {
  return goMax(low, goMin(high, value));
}

/** Go truncates towards zero when it makes whole seconds. */
const dateOf = (seconds: number): Date => new Date(Math.trunc(seconds) * 1000);
const DAY_MS = 86_400_000;

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
}

/** Functions of a Unix time in seconds, in UTC. */
export const DATE_FUNCTIONS = {
  day_of_month: (seconds) => dateOf(seconds).getUTCDate(),
  day_of_week: (seconds) => dateOf(seconds).getUTCDay(),
  day_of_year: (seconds) => dayOfYear(dateOf(seconds)),
  days_in_month: (seconds) => {
    const date = dateOf(seconds);
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  },
  hour: (seconds) => dateOf(seconds).getUTCHours(),
  minute: (seconds) => dateOf(seconds).getUTCMinutes(),
  month: (seconds) => dateOf(seconds).getUTCMonth() + 1,
  year: (seconds) => dateOf(seconds).getUTCFullYear(),
} satisfies Record<string, (seconds: number) => number>;
