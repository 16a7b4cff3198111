"use client";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { AlarmTable } from "./alarm-table";
import { useOpenAlarms } from "./use-open-alarms";

export function OpenAlarms() {
  const t = useTranslations("alarms");
  const { query, watch } = useOpenAlarms();
  const alarms = query.data?.alarms ?? [];
  const { evaluatedAt = null, failing = 0 } = query.data?.watch ?? {};
  const unknown =
    watch === "unwatched" ? (
      <span>
        {t("unwatched")} {evaluatedAt !== null && <Age at={evaluatedAt} />}
      </span>
    ) : watch === "blind" ? (
      t("blind")
    ) : watch === "partly" ? (
      t("partlyWatched", { count: failing })
    ) : undefined;
  return (
    <Panel flush>
      <PanelStates
        query={query}
        isEmpty={alarms.length === 0}
        empty={
          watch === "unwatched"
            ? { title: t("unwatchedEmpty"), hint: t("unwatchedHint") }
            : watch === "blind"
              ? { title: t("unwatchedEmpty"), hint: t("blindHint") }
              : { title: t("noneOpen"), hint: t("noneOpenHint") }
        }
        unknown={unknown}
      >
        <AlarmTable alarms={alarms} closed={false} />
      </PanelStates>
    </Panel>
  );
}
