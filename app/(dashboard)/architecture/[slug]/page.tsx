import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DiagramPage } from "@/components/architecture/diagram-page";
import { PageBody } from "@/components/shell/page-body";
import { slugSchema } from "@/lib/architecture/schemas";

interface Address {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const { slug } = await params;
  return { title: `${slug} · ${(await getTranslations("architecture"))("title")}` };
}

export default async function Page({ params }: Address) {
  const { slug } = await params;
  if (!slugSchema.safeParse(slug).success) notFound();
  const t = await getTranslations("architecture");
  return (
    <PageBody>
      <h1 className="sr-only">{t("heading", { slug })}</h1>
      <DiagramPage slug={slug} />
    </PageBody>
  );
}
