"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { alarmQueries } from "./alarm-queries";
import { AlarmTable } from "./alarm-table";

export function OpenAlarms() {
  const t = useTranslations("alarms");
  const query = useQuery(alarmQueries.open());
  const alarms = query.data?.alarms ?? [];
  return (
    <Panel flush>
      <PanelStates
        query={query}
        isEmpty={alarms.length === 0}
        empty={{ title: t("noneOpen"), hint: t("noneOpenHint") }}
      >
        <AlarmTable alarms={alarms} closed={false} />
      </PanelStates>
    </Panel>
  );
}
