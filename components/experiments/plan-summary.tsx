"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { useTimeText } from "@/components/ui/use-time-text";
import { SECOND_MS } from "@/lib/core/time";
import type { ExperimentPlan } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { planFacts } from "./plan-facts";

/** The fault, on what, for how long, and what must be seen. */
export function PlanSummary({ plan }: { plan: ExperimentPlan }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  const time = useTimeText();
  const { faults, unknownFaults, targets, targetExprs, durationS } = planFacts(plan);
  const expected = plan.alarms.filter((alarm) => alarm.expect === "fire");
  const rows = [
    {
      key: "fault",
      value: [...faults.map((f) => local(f.title.en, f.title.zh)), ...unknownFaults].join(", "),
    },
    { key: "targets", value: <Targets ids={targets} exprs={targetExprs} /> },
    { key: "duration", value: time.duration(durationS * SECOND_MS) },
    {
      key: "mustFire",
      value:
        expected.length > 0 ? (
          <Chips words={expected.map(({ rule, labels }) => [rule, ...Object.values(labels)].join(" · "))} />
        ) : (
          t("noAlarmDeclared")
        ),
    },
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
      {rows.map(({ key, value }) => (
        <div key={key} className="contents">
          <dt className="text-sm text-faint">{t(key)}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Targets({ ids, exprs }: { ids: readonly string[]; exprs: readonly string[] }) {
  const t = useTranslations("experiments");
  return (
    <span className="flex flex-col gap-1">
      {ids.length > 0 && <Chips words={ids} />}
      {exprs.map((expr) => (
        <span key={expr} className="text-muted">
          {t("chosenAtStart")} <code className="font-mono text-sm [overflow-wrap:anywhere]">{expr}</code>
        </span>
      ))}
    </span>
  );
}

function Chips({ words }: { words: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {words.map((word) => (
        <Badge key={word}>{word}</Badge>
      ))}
    </span>
  );
}
