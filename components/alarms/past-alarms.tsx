"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTimeRange } from "@/components/time/use-time-range";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { alarmQueries } from "./alarm-queries";
import { AlarmTable } from "./alarm-table";

/** All episodes that touch the chosen window. */
export function PastAlarms() {
  const t = useTranslations("alarms");
  const { resolved } = useTimeRange();
  const query = useQuery({
    ...alarmQueries.window(resolved ?? { from: 0, to: 0 }),
    enabled: resolved !== null,
    // A live window moves each 5 s: the rows stay while the next ones are fetched.
    placeholderData: keepPreviousData,
  });
  const alarms = query.data?.alarms ?? [];
  return (
    <Panel flush>
      <PanelStates
        query={query}
        isEmpty={alarms.length === 0}
        empty={{ title: t("noneInWindow"), hint: t("noneInWindowHint") }}
      >
        <AlarmTable alarms={alarms} closed />
      </PanelStates>
    </Panel>
  );
}
