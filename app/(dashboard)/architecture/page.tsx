import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ArchitectureList } from "@/components/architecture/architecture-list";
import { architectureQueries } from "@/components/architecture/architecture-queries";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { listArchitectures } from "@/lib/architecture";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("architecture"))("title") };
}

export default async function ArchitecturePage() {
  const ctx = await pageContext();
  const t = await getTranslations("architecture");
  return (
    <Prefetched
      queries={[{ queryKey: architectureQueries.list().queryKey, queryFn: () => listArchitectures(ctx) }]}
    >
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <ArchitectureList />
      </PageBody>
    </Prefetched>
  );
}
