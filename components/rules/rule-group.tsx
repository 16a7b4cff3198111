"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { RuleHealthBadge } from "@/components/alarms/rule-health-badge";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatValue } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import type { RecordingRuleView, RuleGroupView } from "@/lib/rules/schemas";

/** An evaluation may be one interval late, as long as the group itself took; two missing ones are a sign. */
const STALE_INTERVALS = 3;

/** A group: when it was evaluated, and its rules in the order of evaluation. */
export function RuleGroup({ file, group }: { file: string; group: RuleGroupView }) {
  const t = useTranslations("rules");
  const time = useTimeText();
  const { intervalMs } = group;
  const columns = useMemo(() => columnsOf(t, intervalMs), [t, intervalMs]);
  const rules = group.rules.flatMap((rule) => (rule.kind === "record" ? [rule] : []));
  const alerts = group.rules.flatMap((rule) => (rule.kind === "alert" ? [rule.alert] : []));
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-3 px-3 pt-2 text-sm text-faint">
        <h3 className="text-base font-medium text-fg">{group.name}</h3>
        <span>{t("every", { interval: time.duration(intervalMs) })}</span>
        {group.lastEvaluatedAt === null ? (
          <span className="text-unknown">{t("healths.unknown")}</span>
        ) : (
          <Age at={group.lastEvaluatedAt} staleAfterMs={STALE_INTERVALS * intervalMs} />
        )}
        {group.evaluationMs !== null && (
          <span className="tabular-nums">{formatValue(group.evaluationMs / 1_000, "seconds")}</span>
        )}
        {group.missed > 0 && <span className="text-warning">{t("missed", { count: group.missed })}</span>}
      </div>
      {rules.length > 0 && (
        <DataTable
          label={t("group", { group: group.name, file })}
          columns={columns}
          rows={rules}
          rowKey={(rule) => `${rule.record} ${JSON.stringify(rule.labels)}`}
        />
      )}
      {alerts.length > 0 && (
        <p className="px-3 py-2 text-sm [overflow-wrap:anywhere] text-muted">
          {t("alerting", { names: alerts.join(", ") })}
        </p>
      )}
      {group.rules.length === 0 && <p className="px-3 py-2 text-sm text-muted">{t("empty")}</p>}
    </div>
  );
}

function columnsOf(t: Translate<"rules">, intervalMs: number): DataColumn<RecordingRuleView>[] {
  return [
    {
      key: "health",
      header: t("health"),
      // The error stands with the expression: on a phone there is no room for it here.
      cell: ({ health }) => <RuleHealthBadge rule={{ health, lastError: null }} />,
    },
    {
      key: "rule",
      header: t("rule"),
      rowHeader: true,
      grow: true,
      sort: (rule) => rule.record,
      cell: (rule) => (
        <span className="flex min-w-56 flex-col">
          <span className="font-mono font-medium [overflow-wrap:anywhere]">{nameOf(rule)}</span>
          <code className="font-mono text-sm [overflow-wrap:anywhere] text-muted">{rule.expr}</code>
          {rule.lastError !== null && (
            <span className="text-sm [overflow-wrap:anywhere] text-critical">{rule.lastError}</span>
          )}
        </span>
      ),
    },
    {
      key: "series",
      header: t("series"),
      align: "end",
      sort: (rule) => rule.series,
      cell: (rule) => rule.series ?? <Unknown />,
    },
    {
      key: "value",
      header: t("value"),
      align: "end",
      wideOnly: true,
      cell: (rule) => (rule.series === null ? <Unknown /> : <Value text={rule.lastValue} />),
    },
    {
      key: "took",
      header: t("took"),
      align: "end",
      wideOnly: true,
      sort: (rule) => rule.evaluationMs,
      cell: (rule) => formatValue(rule.evaluationMs === null ? null : rule.evaluationMs / 1_000, "seconds"),
    },
    {
      key: "evaluated",
      header: t("evaluated"),
      align: "end",
      sort: (rule) => rule.lastEvaluatedAt,
      cell: (rule) => <Age at={rule.lastEvaluatedAt} staleAfterMs={STALE_INTERVALS * intervalMs} />,
    },
  ];
}

function Value({ text }: { text: string | null }) {
  const value = Number(text);
  return (
    <span title={text ?? undefined}>
      {text !== null && Number.isFinite(value) ? formatValue(value) : text}
    </span>
  );
}

const Unknown = () => <span className="text-unknown">—</span>;

function nameOf({ record, labels }: RecordingRuleView): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? record : `${record}{${pairs.join(", ")}}`;
}
