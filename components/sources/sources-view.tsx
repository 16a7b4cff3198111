"use client";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { TabPanel, Tabs } from "@/components/ui/tabs";
import { ArrivingTab } from "./arriving-tab";
import { CONNECT_TOOLS } from "./connect-snippets";
import { ConnectTab } from "./connect-tab";
import { StorageTab } from "./storage-tab";

const TABS = ["arriving", "connect", "storage"] as const;

/** @param baseUrl the address that the product was given; null: the one that the browser uses. */
export function SourcesView({ baseUrl }: { baseUrl: string | null }) {
  const t = useTranslations("sources");
  const [{ tab, with: tool }, setAddress] = useQueryStates({
    tab: parseAsStringLiteral(TABS).withDefault("arriving"),
    with: parseAsStringLiteral(CONNECT_TOOLS).withDefault("prometheus"),
  });
  return (
    <Tabs
      value={tab}
      onValueChange={(next) => void setAddress({ tab: next })}
      label={t("title")}
      tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
    >
      <TabPanel value="arriving">
        <ArrivingTab onConnect={() => void setAddress({ tab: "connect" })} />
      </TabPanel>
      <TabPanel value="connect">
        <ConnectTab baseUrl={baseUrl} tool={tool} onTool={(next) => void setAddress({ with: next })} />
      </TabPanel>
      <TabPanel value="storage">
        <StorageTab />
      </TabPanel>
    </Tabs>
  );
}
