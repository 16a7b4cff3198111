import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleNote } from "@/components/auth/role-note";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { AlarmsView } from "@/components/alarms/alarms-view";
import { ruleFileQueries } from "@/components/rules/rule-file-queries";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { listAlarms, listRules } from "@/lib/alarms";
import { listRuleFiles } from "@/lib/rules";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alarms"))("title") };
}

export default async function AlarmsPage() {
  const ctx = await pageContext();
  const t = await getTranslations("alarms");
  return (
    <Prefetched
      queries={[
        { queryKey: alarmQueries.open().queryKey, queryFn: () => listAlarms(ctx, {}) },
        { queryKey: alarmQueries.rules().queryKey, queryFn: () => listRules(ctx) },
        { queryKey: ruleFileQueries.list().queryKey, queryFn: () => listRuleFiles(ctx) },
      ]}
    >
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <RoleNote needs="operator" />
        <AlarmsView />
      </PageBody>
    </Prefetched>
  );
}
