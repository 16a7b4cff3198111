"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { AlarmTable } from "@/components/alarms/alarm-table";
import { useTimeHref } from "@/components/shell/use-time-href";
import { useTimeRange } from "@/components/time/use-time-range";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import type { ResourceDetail } from "@/lib/resources/schemas";

/** Alarms of the chosen window that are about it, or about its cluster as a whole. */
export function ResourceAlarms({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const timeHref = useTimeHref();
  const { resolved } = useTimeRange();
  const { id, cluster } = detail.resource;
  const query = useQuery({
    ...alarmQueries.window({
      ...(resolved ?? { from: 0, to: 0 }),
      resource: id,
      ...(cluster === null ? {} : { cluster }),
    }),
    enabled: resolved !== null,
    placeholderData: keepPreviousData,
  });
  const alarms = query.data?.alarms ?? [];
  return (
    <Panel
      id="alarms"
      title={t("alarmsTitle")}
      description={t("alarmsHint")}
      actions={
        <Link href={timeHref("/alarms")} className="text-sm text-accent hover:underline">
          {t("allAlarms")}
        </Link>
      }
      flush
    >
      <PanelStates query={query} isEmpty={alarms.length === 0} empty={{ title: t("noAlarms") }}>
        <AlarmTable alarms={alarms} closed />
      </PanelStates>
    </Panel>
  );
}
