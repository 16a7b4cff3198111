"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { TabPanel, Tabs } from "@/components/ui/tabs";
import { DIFFERENCE_KINDS } from "@/lib/resources/constants";
import { ComparisonPanel } from "./comparison-panel";
import { InventoryPanel } from "./inventory-panel";
import { DIFFERENCES_SHOWN, resourceQueries } from "./resource-queries";

const TABS = ["inventory", "comparison"] as const;

export function ResourcesView() {
  const t = useTranslations("resources");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("inventory"));
  // The same question as the tab's own, while it is open.
  const limit = tab === "comparison" ? DIFFERENCES_SHOWN : 1;
  const counts = useQuery(resourceQueries.comparison({ limit })).data?.counts;
  const open = counts && DIFFERENCE_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
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
            {value === "comparison" && open !== undefined && (
              <span className="ml-1.5 text-faint">{open}</span>
            )}
          </>
        ),
      }))}
    >
      <TabPanel value="inventory">
        <InventoryPanel />
      </TabPanel>
      <TabPanel value="comparison">
        <ComparisonPanel />
      </TabPanel>
    </Tabs>
  );
}
