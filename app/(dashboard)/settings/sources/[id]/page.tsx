import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SourcePage } from "@/components/sources/source-page";
import { sourceQueries } from "@/components/sources/source-queries";
import { getSource } from "@/lib/sources";
import { sourceIdSchema } from "@/lib/sources/schemas";
import { pageContext } from "../../../../page-context";
import { Prefetched } from "../../../../prefetched";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sources"))("title") };
}

export default async function SourceDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const parsed = sourceIdSchema.safeParse(await params);
  if (!parsed.success) notFound();
  const { id } = parsed.data;
  return (
    <Prefetched
      queries={[{ queryKey: sourceQueries.one(id).queryKey, queryFn: () => getSource(ctx, { id }) }]}
    >
      <SourcePage id={id} />
    </Prefetched>
  );
}
