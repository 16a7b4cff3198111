import { listEvents } from "@/lib/events";
import type { EventView } from "@/lib/events/schemas";
import type { PlanOf } from "../plan";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { sayMoment } from "./moments";
import { suggestAfter } from "./suggest";

const running = ({ phase }: EventView) => phase === "during" || phase === "pre" || phase === "post";

/** The event that is asked about: the named one, else the one under way, else the next, else the latest. */
function chooseEvent(
  events: readonly EventView[],
  plan: PlanOf<"events">,
  now: number,
): EventView | undefined {
  if (plan.event !== null) return events.find((e) => e.slug === plan.event);
  const ahead = events.filter((e) => e.t0 > now && e.phase !== "cancelled").sort((a, b) => a.t0 - b.t0)[0];
  const during = events.find((e) => e.phase === "during");
  if (plan.ask === "countdown") return ahead ?? during ?? events[0];
  return during ?? events.find(running) ?? ahead ?? events[0];
}

function sentenceOf(
  event: EventView,
  plan: PlanOf<"events">,
  answer: AnswerContext,
  during?: EventView,
): string {
  const { say, now } = answer;
  const titleOf = (e: EventView) => (say.locale === "zh" ? e.titleZh : e.title);
  const moment = sayMoment(event.t0, answer);
  const span = say.age(Math.abs(now - event.t0));
  if (plan.ask === "phase") {
    const phase = say.events.phase[event.phase] ?? event.phase;
    return say.events.now(titleOf(event), phase, `${now >= event.t0 ? "+" : "−"}${span}`);
  }
  const said =
    event.t0 > now
      ? say.events.until(titleOf(event), span, moment)
      : say.events.since(titleOf(event), span, moment);
  // "How long to T0" while one runs is answered for both: the one that began and the next.
  if (!during || during.id === event.id) return said;
  const begun = say.events.since(titleOf(during), say.age(now - during.t0), sayMoment(during.t0, answer));
  return `${begun}${say.locale === "zh" ? "" : " "}${said}`;
}

/** Phase of the event, time to T0, or all events. */
export async function answerEvents(plan: PlanOf<"events">, answer: AnswerContext): Promise<Answer> {
  const { say, ctx, now } = answer;
  const { events } = await listEvents(ctx);
  const sources = [{ path: "/api/events", at: now }];
  const suggestions = suggestAfter(plan, answer);
  const event = chooseEvent(events, plan, now);
  if (!event) return answerOf({ answer: say.events.none, sources, suggestions });
  const title = (e: EventView) => (say.locale === "zh" ? e.titleZh : e.title);
  const phase = (e: EventView) => say.events.phase[e.phase] ?? e.phase;
  const during = plan.event === null ? events.find((e) => e.phase === "during") : undefined;
  const { columns } = say.events;
  return answerOf({
    answer:
      plan.ask === "list"
        ? say.events.list(events.map((e) => `${title(e)} (${phase(e)}, T0 ${sayMoment(e.t0, answer)})`))
        : sentenceOf(event, plan, answer, during),
    sources,
    result: {
      columns: (["event", "phase", "t0", "end"] as const).map((key) => ({
        key,
        title: columns[key],
        unit: "",
      })),
      rows: (plan.ask === "list" ? events : [event]).map((e) => ({
        event: title(e),
        phase: phase(e),
        t0: sayMoment(e.t0, answer),
        end: sayMoment(e.endAt, answer),
      })),
    },
    suggestions,
  });
}
