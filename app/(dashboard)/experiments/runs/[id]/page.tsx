import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { runQueries } from "@/components/experiments/experiment-queries";
import { RunPage } from "@/components/experiments/run-page";
import { getRun } from "@/lib/experiments";
import { runIdSchema } from "@/lib/experiments/schemas";
import { pageContext } from "../../../../page-context";
import { Prefetched } from "../../../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("experiments"))("run") };
}

export default async function RunDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const parsed = runIdSchema.safeParse(await params);
  if (!parsed.success) notFound();
  const { id } = parsed.data;
  return (
    <Prefetched queries={[{ queryKey: runQueries.one(id).queryKey, queryFn: () => getRun(ctx, { id }) }]}>
      <RunPage id={id} />
    </Prefetched>
  );
}
