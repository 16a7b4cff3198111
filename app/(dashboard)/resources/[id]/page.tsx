import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { resourceQueries } from "@/components/resources/resource-queries";
import { ResourcePage } from "@/components/resources/resource-page";
import { getResource } from "@/lib/resources";
import { resourceIdSchema } from "@/lib/resources/schemas";
import { pageContext } from "../../../page-context";
import { Prefetched } from "../../../prefetched";

interface Props {
  params: Promise<{ id: string }>;
}

/** As it stands in the address, where a slash of an id is encoded; null when it cannot be one. */
async function idOf(params: Props["params"]): Promise<string | null> {
  const { id } = await params;
  try {
    const parsed = resourceIdSchema.safeParse({ id: decodeURIComponent(id) });
    return parsed.success ? parsed.data.id : null;
  } catch {
    return null; // A percent sign that encodes nothing: the only throw of decodeURIComponent.
  }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await idOf(params)) ?? "" };
}

export default async function ResourceDetailPage({ params }: Props) {
  const ctx = await pageContext();
  const id = await idOf(params);
  if (id === null) notFound();
  return (
    <Prefetched
      queries={[{ queryKey: resourceQueries.one(id).queryKey, queryFn: () => getResource(ctx, { id }) }]}
    >
      <ResourcePage id={id} />
    </Prefetched>
  );
}
