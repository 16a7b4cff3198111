import type { Answer } from "./answerer";
import { answerOf } from "./answerer";
import { drawMatrix } from "./chart";
import { sayBase } from "./describe";
import { sayChange, sayFigure } from "./figures";
import { byValue, promqlOf, seriesName, specOf } from "./metric-query";
import type { MetricQuestion } from "./metric-query";
import { noSamples } from "./no-samples";
import { CHART_POINTS, niceStepS } from "./promql";
import { runInstant, runRange, sameSeries } from "./run-query";

/** Now against then: both figures and the change, each from a query of its own. */
export async function answerCompare(question: MetricQuestion): Promise<Answer> {
  const { answer, plan, unit, title: metric, when, where } = question;
  const shiftMs = plan.compare?.shiftMs ?? 0;
  const now = promqlOf(question);
  const then = promqlOf(question, { offsetMs: shiftMs });
  // A ratio changes by points, all else by a share of what it was.
  const change = unit === "ratio" ? `(${now}) - (${then})` : `(${now}) / (${then}) - 1`;
  const earlier = { from: question.from - shiftMs, to: question.to - shiftMs };
  const [current, before, changed] = await Promise.all([
    runInstant(answer, specOf(question, "answer", now)),
    runInstant(answer, { ...specOf(question, "before", now), ...earlier }),
    runInstant(answer, { ...specOf(question, "change", change), unit: "ratio" }),
  ]);
  const queries = [current.receipt, before.receipt, changed.receipt];
  const sorted = [...current.samples].sort(byValue("desc"));
  const [first] = sorted;
  if (!first) return noSamples(question, queries);
  const base = sayBase(plan, answer);
  const rows = sorted.map((sample) => {
    const was = sameSeries(before.samples, sample.labels)?.v ?? null;
    const by = sameSeries(changed.samples, sample.labels)?.v;
    return { sample, was, by: by !== undefined && Number.isFinite(by) ? by : null };
  });
  const told = rows.slice(0, 3).map(({ sample, was, by }) =>
    was === null
      ? `${answer.say.value({ metric: nameOf(question, sample.labels, metric), figure: sayFigure(sample.v, unit, answer.say), when, where, statistic: null })} ${answer.say.noBefore(base)}`
      : answer.say.compare({
          metric: nameOf(question, sample.labels, metric),
          figure: sayFigure(sample.v, unit, answer.say),
          when,
          where,
          before: sayFigure(was, unit, answer.say),
          base,
          change: by === null ? null : sayChange(by, unit),
        }),
  );
  const drawn = await drawBoth(question, shiftMs);
  const zh = answer.say.locale === "zh";
  return answerOf({
    answer: told.join(zh ? "" : " "),
    queries: [...queries, ...drawn.receipts],
    result: {
      columns: [
        { key: "name", title: answer.say.locale === "zh" ? "名称" : "Name", unit: "" },
        { key: "value", title: zh ? "本次" : "Now", unit },
        { key: "before", title: zh ? "之前" : "Before", unit },
        { key: "change", title: zh ? "变化" : "Change", unit: "ratio" },
      ],
      rows: rows.map(({ sample, was, by }) => ({
        name: seriesName(question, sample.labels),
        value: sample.v,
        before: was,
        change: by,
      })),
    },
    chart: drawn.chart,
  });
}

function nameOf(question: MetricQuestion, labels: Readonly<Record<string, string>>, metric: string): string {
  const name = seriesName(question, labels);
  return name === question.answer.say.all ? metric : `${metric} · ${name}`;
}

/** Both spans over one another; a moment is shown with the hour around it. */
async function drawBoth(question: MetricQuestion, shiftMs: number) {
  const from = question.to > question.from ? question.from : question.to - 3_600_000;
  const stepS = niceStepS(question.to - from, CHART_POINTS);
  const promql = promqlOf(question, { statistic: "latest", rangeMs: null, by: question.plan.groupBy });
  const spec = { ...specOf(question, "chart", promql), from };
  const [current, before] = await Promise.all([
    runRange(question.answer, spec, stepS),
    runRange(question.answer, { ...spec, from: from - shiftMs, to: question.to - shiftMs }, stepS),
  ]);
  const ghosts = before.matrix.map(({ labels, t, v }) => ({ labels, t: t.map((at) => at + shiftMs), v }));
  return {
    receipts: [current.receipt, before.receipt],
    chart: drawMatrix({ ...question, from }, current.matrix, stepS, ghosts),
  };
}
