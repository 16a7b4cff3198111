import type { UnixMs } from "@/lib/core/time";
import type { TimeRange } from "../plan";
import { toCivil } from "../understand/time/zone";
import type { AnswerContext } from "./answerer";

const two = (n: number) => String(n).padStart(2, "0");

type Clock = Pick<AnswerContext, "timezone" | "now">;

/** `17:00` today, `11-19 17:00` on another day, `2025-11-19 17:00` in another year; in the asker's zone. */
export function sayMoment(at: UnixMs, { timezone, now }: Clock, seconds = false): string {
  const there = toCivil(at, timezone);
  const here = toCivil(now, timezone);
  const clock = `${two(there.hour)}:${two(there.minute)}${seconds ? `:${two(there.second)}` : ""}`;
  const day = `${two(there.month)}-${two(there.day)}`;
  if (there.year !== here.year) return `${there.year}-${day} ${clock}`;
  return there.month === here.month && there.day === here.day ? clock : `${day} ${clock}`;
}

/** `16:30 – 17:00`, `11-19 00:00 – 24:00`. */
export function sayRange(range: { from: UnixMs; to: UnixMs }, clock: Clock): string {
  const [from, to] = [sayMoment(range.from, clock), sayMoment(range.to, clock)];
  const [day = "", sameDay = ""] = [from, to].map((text) => text.slice(0, -5));
  return `${from} – ${day !== "" && day === sameDay ? to.slice(-5) : to}`;
}

/** The words for when, with their preposition. */
export function sayWhen(
  range: TimeRange | null,
  answer: Pick<AnswerContext, "timezone" | "now" | "say">,
): string {
  const { say } = answer;
  if (range === null) return say.now;
  return range.from === range.to ? say.at(sayMoment(range.from, answer)) : say.when(sayRange(range, answer));
}
