import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleNote } from "@/components/auth/role-note";
import { DIFFERENCES_SHOWN, resourceQueries } from "@/components/resources/resource-queries";
import { ResourcesView } from "@/components/resources/resources-view";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { getComparison, listResources } from "@/lib/resources";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("resources"))("title") };
}

interface Props {
  searchParams: Promise<{ tab?: string | string[] }>;
}

export default async function ResourcesPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const limit = (await searchParams).tab === "comparison" ? DIFFERENCES_SHOWN : 1;
  const t = await getTranslations("resources");
  return (
    <Prefetched
      queries={[
        {
          queryKey: resourceQueries.facets({}).queryKey,
          queryFn: () => listResources(ctx, { facets: "1", limit: 1 }),
        },
        { queryKey: resourceQueries.page({}, 0).queryKey, queryFn: () => listResources(ctx, {}) },
        {
          queryKey: resourceQueries.comparison({ limit }).queryKey,
          queryFn: () => getComparison(ctx, { limit }),
        },
      ]}
    >
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <RoleNote needs="operator" />
        <ResourcesView />
      </PageBody>
    </Prefetched>
  );
}
