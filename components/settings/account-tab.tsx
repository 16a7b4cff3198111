"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty, PanelStates } from "@/components/ui/panel-states";
import { accountQueries } from "./account-queries";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";

export function AccountTab() {
  const t = useTranslations("settings");
  const query = useQuery(accountQueries.me());
  const me = query.data;
  if (!me || me.kind !== "user")
    return (
      <Panel flush>
        <PanelStates query={query}>
          <PanelEmpty title={t("noAccount")} hint={t("noAccountHint")} />
        </PanelStates>
      </Panel>
    );
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <ProfileForm key={me.id} me={me} />
      <PasswordForm hasPassword={me.hasPassword} />
    </div>
  );
}
