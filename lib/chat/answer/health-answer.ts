import { checkQueries, getRisk } from "@/lib/risk";
import type { PlanOf } from "../plan";
import type { Answer, AnswerContext } from "./answerer";
import { answerOf } from "./answerer";
import { sayMoment } from "./moments";
import { runExpression } from "./run-expression";
import { suggestAfter } from "./suggest";

const REASONS_MAX = 3;
/** Points are told to a tenth: finer steps are below what one finding takes. */
const points = (value: number): string => String(Math.round(value * 10) / 10);

/** The score of the newest scan, and the checks that take points from it. */
export async function answerHealth(plan: PlanOf<"health">, answer: AnswerContext): Promise<Answer> {
  const { say, ctx } = answer;
  const risk = await getRisk(ctx);
  const sources = [{ path: "/api/risk", at: answer.now }];
  if (risk.score === null || risk.scannedAt === null)
    return answerOf({ answer: say.health.unknown, sources, suggestions: suggestAfter(plan, answer) });
  const taking = risk.checks.filter((c) => c.points > 0).sort((a, b) => b.points - a.points);
  const taken = 100 - risk.score;
  const score = say.health.score(
    points(risk.score),
    sayMoment(risk.scannedAt, answer),
    points(taken),
    risk.findings.length,
  );
  const zh = say.locale === "zh";
  const reasons = taking
    .slice(0, REASONS_MAX)
    .map((c) => say.health.reason(zh ? c.titleZh : c.title, points(c.points), c.failed));
  const told = reasons.length === 0 ? say.health.perfect : say.health.reasons(reasons);
  const { columns } = say.health;
  // Attributes are read from the inventory; what is measured is asked again as the scan asked it.
  const at = risk.scannedAt;
  const queries = await Promise.all(
    checkQueries().map(({ promql, unit }) => runExpression(answer, { promql, unit, at })),
  );
  return answerOf({
    queries: queries.filter((receipt) => receipt !== null),
    answer: `${score}${zh ? "" : " "}${plan.why || reasons.length === 0 ? told : ""}`.trim(),
    sources,
    result: {
      columns: (["check", "level", "failed", "points", "advice"] as const).map((key) => ({
        key,
        title: columns[key],
        unit: "",
      })),
      rows: taking.map((c) => ({
        check: zh ? c.titleZh : c.title,
        level: say.word[c.level] ?? c.level,
        failed: c.failed,
        points: Math.round(c.points * 10) / 10,
        advice: zh ? c.adviceZh : c.advice,
      })),
    },
    chart: { kind: "stat", title: zh ? "健康分" : "Health score", unit: "", value: risk.score },
    suggestions: suggestAfter(plan, answer),
  });
}
