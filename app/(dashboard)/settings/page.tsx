import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { accountQueries } from "@/components/settings/account-queries";
import { SettingsView } from "@/components/settings/settings-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { getMe } from "@/lib/accounts/me";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  const ctx = await pageContext();
  const t = await getTranslations("settings");
  return (
    <Prefetched queries={[{ queryKey: accountQueries.me().queryKey, queryFn: () => getMe(ctx) }]}>
      <PageHeader title={t("title")} />
      <PageBody>
        <SettingsView />
      </PageBody>
    </Prefetched>
  );
}
