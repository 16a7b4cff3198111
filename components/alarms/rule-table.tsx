"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { type TimeText, useTimeText } from "@/components/ui/use-time-text";
import { EVALUATION_PERIOD_MS } from "@/lib/alarms/constants";
import type { AlarmRuleView } from "@/lib/alarms/schemas";
import { formatValue } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import { alarmQueries } from "./alarm-queries";
import { RuleHealthBadge } from "./rule-health-badge";
import { RuleState } from "./rule-state";

export function RuleTable() {
  const t = useTranslations("alarms");
  const time = useTimeText();
  const query = useQuery(alarmQueries.rules());
  const rules = query.data?.rules ?? [];
  const columns = useMemo(() => columnsOf(t, time), [t, time]);
  return (
    <Panel flush>
      <PanelStates
        query={query}
        lines={8}
        isEmpty={rules.length === 0}
        empty={{ title: t("noRules"), hint: t("noRulesHint") }}
      >
        <DataTable label={t("rules")} columns={columns} rows={rules} rowKey={(rule) => rule.id} />
      </PanelStates>
    </Panel>
  );
}

function columnsOf(t: Translate<"alarms">, time: TimeText): DataColumn<AlarmRuleView>[] {
  return [
    {
      key: "state",
      header: t("state"),
      sort: (rule) => -rule.firing - rule.pending / 1_000,
      cell: (rule) => <RuleState rule={rule} />,
    },
    {
      key: "name",
      header: t("rule"),
      rowHeader: true,
      grow: true,
      sort: (rule) => rule.name,
      cell: (rule) => (
        <span className="flex min-w-56 flex-col">
          <span className="font-medium">{rule.name}</span>
          <code className="font-mono text-sm [overflow-wrap:anywhere] text-muted">{rule.expr}</code>
        </span>
      ),
    },
    {
      key: "severity",
      header: t("severity"),
      wideOnly: true,
      cell: (rule) => <span className="text-muted">{t(`severities.${rule.severity}`)}</span>,
    },
    {
      key: "for",
      header: t("for"),
      align: "end",
      wideOnly: true,
      sort: (rule) => rule.forMs,
      cell: (rule) => time.duration(rule.forMs),
    },
    {
      key: "health",
      header: t("health"),
      cell: (rule) => <RuleHealthBadge rule={rule} />,
    },
    {
      key: "evaluated",
      header: t("evaluated"),
      align: "end",
      sort: (rule) => rule.lastEvaluatedAt,
      cell: (rule) => <Age at={rule.lastEvaluatedAt} staleAfterMs={4 * EVALUATION_PERIOD_MS} />,
    },
    {
      key: "took",
      header: t("took"),
      align: "end",
      wideOnly: true,
      sort: (rule) => rule.evaluationMs,
      cell: (rule) => formatValue(rule.evaluationMs === null ? null : rule.evaluationMs / 1_000, "seconds"),
    },
  ];
}
