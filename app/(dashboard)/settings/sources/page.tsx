import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { sourceQueries } from "@/components/sources/source-queries";
import { SourcesView } from "@/components/sources/sources-view";
import { env } from "@/lib/core/env";
import { listSources } from "@/lib/sources";
import { pageContext } from "../../../page-context";
import { Prefetched } from "../../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("title") };
}

export default async function SourcesPage() {
  const ctx = await pageContext();
  const t = await getTranslations("sources");
  return (
    <Prefetched queries={[{ queryKey: sourceQueries.list().queryKey, queryFn: () => listSources(ctx) }]}>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <SourcesView baseUrl={env().EVENKEEL_BASE_URL ?? null} />
      </PageBody>
    </Prefetched>
  );
}
