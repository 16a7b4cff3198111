"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { AlarmTable } from "@/components/alarms/alarm-table";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";

/** What Evenkeel's own alarm rules say now. */
export function OwnAlarms() {
  const t = useTranslations("self");
  const query = useQuery(alarmQueries.open());
  const own = (query.data?.alarms ?? []).filter(({ labels }) => labels["product"] === SELF_PRODUCT);
  return (
    <Panel title={t("alarms")} description={t("alarmsHint")} flush>
      <PanelStates query={query} lines={2} isEmpty={own.length === 0} empty={{ title: t("noAlarms") }}>
        <AlarmTable alarms={own} closed={false} />
      </PanelStates>
    </Panel>
  );
}
