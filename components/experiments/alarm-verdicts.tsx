"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { LabelChips } from "@/components/alarms/label-chips";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status-badge";
import { ALARM_VERDICTS } from "@/lib/experiments/constants";
import type { AlarmResult } from "@/lib/experiments/schemas";
import type { Translate } from "@/lib/i18n/translate";
import { formatValue } from "@/lib/core/units";
import { ALARM_VERDICT_STATUS } from "./verdict-status";

/** What each alarm did against what was declared of it. */
export function AlarmVerdicts({ alarms }: { alarms: readonly AlarmResult[] }) {
  const t = useTranslations("experiments");
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel title={t("alarms")} description={t("alarmsHint")} flush>
      {alarms.length === 0 ? (
        <p className="p-3 text-muted">{t("noAlarms")}</p>
      ) : (
        <DataTable
          label={t("alarms")}
          columns={columns}
          rows={alarms}
          rowKey={(alarm) => `${alarm.rule} ${JSON.stringify(alarm.labels)} ${alarm.expect} ${alarm.firedAt}`}
        />
      )}
    </Panel>
  );
}

function columnsOf(t: Translate<"experiments">): DataColumn<AlarmResult>[] {
  return [
    {
      key: "verdict",
      header: t("verdict"),
      sort: (alarm) => ALARM_VERDICTS.indexOf(alarm.verdict),
      cell: (alarm) => (
        <StatusBadge status={ALARM_VERDICT_STATUS[alarm.verdict]}>
          {t(`alarmVerdicts.${alarm.verdict}`)}
        </StatusBadge>
      ),
    },
    {
      key: "rule",
      header: t("rule"),
      rowHeader: true,
      grow: true,
      sort: (alarm) => alarm.rule,
      cell: (alarm) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{alarm.rule}</span>
          <LabelChips labels={alarm.labels} />
        </span>
      ),
    },
    {
      key: "expect",
      header: t("declared"),
      cell: (alarm) =>
        alarm.expect === "fire" && alarm.withinS !== null
          ? t("expectations.fireWithin", { limit: formatValue(alarm.withinS, "seconds") })
          : t(`expectations.${alarm.expect}`),
    },
    {
      key: "detect",
      header: t("detect"),
      align: "end",
      sort: (alarm) => alarm.detectS,
      cell: (alarm) => formatValue(alarm.detectS, "seconds"),
    },
    {
      key: "clear",
      header: t("clear"),
      align: "end",
      sort: (alarm) => alarm.clearS,
      cell: (alarm) => formatValue(alarm.clearS, "seconds"),
    },
  ];
}
