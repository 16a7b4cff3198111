"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { countRecording, ruleFileQueries } from "@/components/rules/rule-file-queries";
import { RuleFiles } from "@/components/rules/rule-files";
import { TabPanel, Tabs } from "@/components/ui/tabs";
import { alarmQueries } from "./alarm-queries";
import { OpenAlarms } from "./open-alarms";
import { PastAlarms } from "./past-alarms";
import { RuleTable } from "./rule-table";

const TABS = ["open", "history", "rules", "recording"] as const;

export function AlarmsView() {
  const t = useTranslations("alarms");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("open"));
  const open = useQuery(alarmQueries.open()).data?.alarms.length;
  const rules = useQuery(alarmQueries.rules()).data?.rules.length;
  const files = useQuery(ruleFileQueries.list()).data?.files;
  const counts = { open, history: undefined, rules, recording: files && countRecording(files) };
  return (
    <Tabs
      value={tab}
      onValueChange={(next) => void setTab(next)}
      label={t("title")}
      tabs={TABS.map((value) => ({
        value,
        label: (
          <>
            {t(`tabs.${value}`)}
            {counts[value] !== undefined && <span className="ml-1.5 text-faint">{counts[value]}</span>}
          </>
        ),
      }))}
    >
      <TabPanel value="open">
        <OpenAlarms />
      </TabPanel>
      <TabPanel value="history">
        <PastAlarms />
      </TabPanel>
      <TabPanel value="rules">
        <RuleTable />
      </TabPanel>
      <TabPanel value="recording">
        <RuleFiles />
      </TabPanel>
    </Tabs>
  );
}
