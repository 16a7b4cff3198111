import { DAY_MS } from "@/lib/core/time";
import { listExperiments, listRuns } from "@/lib/experiments";
import { TERMINAL_RUN_STATES } from "@/lib/experiments/constants";
import type { RunView } from "@/lib/experiments/schemas";
import type { PlanOf } from "../plan";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { sayFigure } from "./figures";
import { sayMoment } from "./moments";
import { suggestAfter } from "./suggest";

/** How far back the last run is looked for. Our choice: a quarter, the usual rhythm of game days. */
const LOOK_BACK_MS = 92 * DAY_MS;

const ended = (run: RunView) => TERMINAL_RUN_STATES.some((state) => state === run.state);

function describeLast(run: RunView, answer: AnswerContext): string {
  const { say } = answer;
  const words = say.experiments;
  const details = (run.report?.alarms ?? [])
    .filter((a) => a.expect !== "undeclared" || a.verdict === "collateral")
    .slice(0, 4)
    .map((a) =>
      words.detail(
        a.rule,
        words.alarmVerdict[a.verdict] ?? a.verdict,
        a.detectS === null ? null : sayFigure(a.detectS, "seconds", say),
      ),
    );
  return words.last({
    title: say.locale === "zh" ? run.experiment.titleZh : run.experiment.title,
    verdict: words.verdict[run.verdict ?? "none"] ?? "",
    at: sayMoment(run.startedAt ?? run.createdAt, answer),
    details: details.join(""),
  });
}

/** The verdict of the last run, runs under way, or all experiments. */
export async function answerExperiments(plan: PlanOf<"experiments">, answer: AnswerContext): Promise<Answer> {
  const { say, ctx, now } = answer;
  const suggestions = suggestAfter(plan, answer);
  if (plan.ask === "list") return listAll(plan, answer);
  const from = now - LOOK_BACK_MS;
  const { runs } = await listRuns(ctx, { from, to: now });
  const mine = runs.filter((r) => plan.experiment === null || r.experiment.slug === plan.experiment);
  const sources = [{ path: `/api/runs?from=${from}&to=${now}`, at: now }];
  if (plan.ask === "running") {
    const open = mine.filter((run) => !ended(run));
    const told = open.map((run) =>
      say.experiments.running({
        title: say.locale === "zh" ? run.experiment.titleZh : run.experiment.title,
        state: say.experiments.state[run.state] ?? run.state,
        since: say.age(now - (run.startedAt ?? run.createdAt)),
      }),
    );
    return answerOf({ answer: told.join(" ") || say.experiments.noneRunning, sources, suggestions });
  }
  const last = mine.find(ended);
  if (!last) return answerOf({ answer: say.experiments.none, sources, suggestions });
  const { columns, alarmVerdict } = say.experiments;
  const seconds = (value: number | null) => (value === null ? null : value);
  return answerOf({
    answer: describeLast(last, answer),
    sources: [...sources, { path: `/api/runs/${last.id}`, at: now }],
    result: {
      columns: [
        { key: "alarm", title: columns.alarm, unit: "" },
        { key: "verdict", title: columns.verdict, unit: "" },
        { key: "detected", title: columns.detected, unit: "seconds" },
        { key: "cleared", title: columns.cleared, unit: "seconds" },
      ],
      rows: (last.report?.alarms ?? []).map((a) => ({
        alarm: a.rule,
        verdict: alarmVerdict[a.verdict] ?? a.verdict,
        detected: seconds(a.detectS),
        cleared: seconds(a.clearS),
      })),
    },
    suggestions,
  });
}

async function listAll(plan: PlanOf<"experiments">, answer: AnswerContext): Promise<Answer> {
  const { say, ctx, now } = answer;
  const { experiments } = await listExperiments(ctx);
  const words = say.experiments;
  const title = (e: (typeof experiments)[number]) => (say.locale === "zh" ? e.titleZh : e.title);
  const verdict = (e: (typeof experiments)[number]) => words.verdict[e.lastRun?.verdict ?? "none"] ?? "";
  return answerOf({
    answer:
      experiments.length === 0
        ? words.none
        : words.list(experiments.map((e) => `${title(e)} (${verdict(e)})`)),
    sources: [{ path: "/api/experiments", at: now }],
    result: {
      columns: (["experiment", "verdict", "at"] as const).map((key) => ({
        key,
        title: words.columns[key],
        unit: "",
      })),
      rows: experiments.map((e) => ({
        experiment: title(e),
        verdict: verdict(e),
        at: e.lastRun === null ? null : sayMoment(e.lastRun.createdAt, answer),
      })),
    },
    suggestions: suggestAfter(plan, answer),
  });
}
