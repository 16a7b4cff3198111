import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleNote } from "@/components/auth/role-note";
import { riskQueries } from "@/components/risks/risk-queries";
import { RiskView } from "@/components/risks/risk-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { getRisk } from "@/lib/risk";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("risks"))("title") };
}

export default async function RisksPage() {
  const ctx = await pageContext();
  const t = await getTranslations("risks");
  return (
    <Prefetched queries={[{ queryKey: riskQueries.newest().queryKey, queryFn: () => getRisk(ctx) }]}>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <RoleNote needs="operator" />
        <RiskView />
      </PageBody>
    </Prefetched>
  );
}
