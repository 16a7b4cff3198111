"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { type TimeText, useTimeText } from "@/components/ui/use-time-text";
import { SEVERITIES } from "@/lib/alarms/constants";
import type { AlarmView } from "@/lib/alarms/schemas";
import type { Translate } from "@/lib/i18n/translate";
import { AcknowledgeButton } from "./acknowledge-button";
import { AlarmName } from "./alarm-name";
import { AlarmState } from "./alarm-state";
import { LabelChips } from "./label-chips";

/** Episodes of alarms, in the order that the server gave them (worst first) until a header is pressed. */
export function AlarmTable({ alarms, closed }: { alarms: readonly AlarmView[]; closed: boolean }) {
  const t = useTranslations("alarms");
  const time = useTimeText();
  const columns = useMemo(() => columnsOf(t, time, closed), [t, time, closed]);
  return <DataTable label={t("episodes")} columns={columns} rows={alarms} rowKey={(alarm) => alarm.id} />;
}

function columnsOf(t: Translate<"alarms">, time: TimeText, closed: boolean): DataColumn<AlarmView>[] {
  const last: DataColumn<AlarmView> = closed
    ? {
        key: "lasted",
        header: t("lasted"),
        align: "end",
        sort: lastedMs,
        cell: (alarm) => {
          const ms = lastedMs(alarm);
          return ms === null ? t("stillOpen") : time.duration(ms);
        },
      }
    : { key: "seen", header: t("seen"), align: "end", cell: (alarm) => <AcknowledgeButton alarm={alarm} /> };
  return [
    {
      key: "state",
      header: t("state"),
      sort: (alarm) => SEVERITIES.indexOf(alarm.severity),
      cell: (alarm) => <AlarmState alarm={alarm} />,
    },
    {
      key: "rule",
      header: t("alarm"),
      rowHeader: true,
      grow: true,
      sort: (alarm) => alarm.rule,
      cell: (alarm) => <AlarmName alarm={alarm} />,
    },
    { key: "labels", header: t("on"), wideOnly: true, cell: (alarm) => <LabelChips labels={alarm.labels} /> },
    {
      key: "since",
      header: closed ? t("began") : t("since"),
      align: "end",
      sort: (alarm) => alarm.firedAt ?? alarm.activeAt,
      cell: (alarm) =>
        closed ? (
          time.dateTime(alarm.firedAt ?? alarm.activeAt)
        ) : (
          <Age at={alarm.firedAt ?? alarm.activeAt} />
        ),
    },
    last,
  ];
}

function lastedMs({ activeAt, resolvedAt }: AlarmView): number | null {
  return resolvedAt === null ? null : resolvedAt - activeAt;
}
