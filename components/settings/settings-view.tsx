"use client";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { SelfView } from "@/components/self/self-view";
import { TabPanel, Tabs } from "@/components/ui/tabs";
import { AccountTab } from "./account-tab";
import { AdminOnly } from "./admin-only";
import { PreferencesTab } from "./preferences-tab";
import { TokensTab } from "./tokens-tab";
import { UsersTab } from "./users-tab";

const TABS = ["account", "preferences", "tokens", "users", "self"] as const;

export function SettingsView() {
  const t = useTranslations("settings");
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("account"));
  return (
    <Tabs
      value={tab}
      onValueChange={(next) => void setTab(next)}
      label={t("title")}
      tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
    >
      <TabPanel value="account">
        <AccountTab />
      </TabPanel>
      <TabPanel value="preferences">
        <PreferencesTab />
      </TabPanel>
      <TabPanel value="tokens">
        <AdminOnly>
          <TokensTab />
        </AdminOnly>
      </TabPanel>
      <TabPanel value="users">
        <AdminOnly>
          <UsersTab />
        </AdminOnly>
      </TabPanel>
      <TabPanel value="self">
        <SelfView />
      </TabPanel>
    </Tabs>
  );
}
