import type { QuestionPlan, Understanding } from "../plan";
import { refusalOf } from "./boundaries";
import type { ChatCatalogue } from "./catalogue";
import { applyFollowUp } from "./follow-up";
import { planIntent } from "./intents";
import { lexiconOf } from "./lexicon";
import { normalise } from "./normalise";
import { takeQuantities } from "./quantities";
import { readSlots } from "./slots";
import type { Slots } from "./slots";
import { findTimes } from "./time/parse";
import type { TimeContext, TimeSpan } from "./time/types";
import { dealTimes } from "./times";
import { correctWords, TAKEN, tokenise } from "./tokenise";
import { unknownWords } from "./unknown";

export interface UnderstandContext {
  catalogue: ChatCatalogue;
  /** Unix ms. */
  now: number;
  /** IANA name of the asker's time zone. */
  timezone: string;
  /** Plan of the last answer in this conversation, or null. */
  previous: QuestionPlan | null;
}

function mask(text: string, spans: readonly TimeSpan[]): string {
  let masked = text;
  for (const { start, end } of spans)
    masked = masked.slice(0, start) + TAKEN.repeat(end - start) + masked.slice(end);
  return masked;
}

/** Hides the names of events, so that the `Friday` of `Black Friday` is not read as a day. Keeps every place. */
function withoutNames(text: string, { events }: ChatCatalogue): string {
  let hidden = text;
  for (const name of events.flatMap((e) => [normalise(e.title), normalise(e.titleZh)]))
    if (name !== "") hidden = hidden.replaceAll(name, TAKEN.repeat(name.length));
  return hidden;
}

/** An event word that is the subject of the question, not a time: `how long until the promotion`. */
function asksAboutTime(slots: Slots): boolean {
  return slots.events !== null && (slots.asks.has("when") || slots.events.ask !== null);
}

/**
 * Reads a question in English or Chinese into a plan, without any model.
 *
 * Pure. Nothing is guessed in silence: words that were corrected or not understood come back with the plan, and what has
 * two meanings or none comes back as a question.
 */
export function understand(question: string, input: UnderstandContext): Understanding {
  const { catalogue, previous } = input;
  const text = normalise(question);
  const refusal = refusalOf(text);
  if (refusal) return { kind: "refuse", reason: refusal, subject: question.trim() };

  const ctx: TimeContext = { now: input.now, timezone: input.timezone, events: catalogue.events };
  const lexicon = lexiconOf(catalogue);
  const spelt = correctWords(text, lexicon);
  const spans = findTimes(withoutNames(spelt.text, catalogue), ctx);
  const quantities = takeQuantities(mask(spelt.text, spans));
  const { tokens, unknown } = tokenise(quantities.text, lexicon);
  const slots = readSlots(tokens);
  // "are we in the pre phase?" asks for the phase; with a metric the phase is a time.
  if (
    slots.metrics.length === 0 &&
    slots.products.length === 0 &&
    spans.some((s) => /phase|阶段/.test(s.text))
  )
    slots.events = { ask: "phase" };
  const times = dealTimes(spans, ctx, slots.compare, slots.previousPeriod);
  if (times.future && !asksAboutTime(slots))
    return { kind: "refuse", reason: "future", subject: question.trim() };
  if (times.noEvent && !asksAboutTime(slots))
    return { kind: "clarify", reason: "no_event", subject: question.trim(), choices: [] };

  const parts = { slots, quantities, times, catalogue, ctx };
  const unreadable = unknownWords(unknown, parts, lexicon, question);
  if (unreadable) return unreadable;
  const read = applyFollowUp(parts, previous) ?? { result: planIntent(parts, question), followUp: false };
  if ("stop" in read.result) return read.result.stop;
  return {
    kind: "plan",
    plan: read.result.plan,
    corrections: spelt.corrections,
    ignored: unknown,
    followUp: read.followUp,
  };
}
