import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleNote } from "@/components/auth/role-note";
import { ExperimentLibrary } from "@/components/experiments/experiment-library";
import { experimentQueries } from "@/components/experiments/experiment-queries";
import { RunList } from "@/components/experiments/run-list";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { listExperiments } from "@/lib/experiments";
import { pageContext } from "../../page-context";
import { Prefetched } from "../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("experiments"))("title") };
}

export default async function ExperimentsPage() {
  const ctx = await pageContext();
  const t = await getTranslations("experiments");
  return (
    <Prefetched
      queries={[{ queryKey: experimentQueries.list().queryKey, queryFn: () => listExperiments(ctx) }]}
    >
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <RoleNote needs="operator" />
        <ExperimentLibrary />
        <RunList />
      </PageBody>
    </Prefetched>
  );
}
