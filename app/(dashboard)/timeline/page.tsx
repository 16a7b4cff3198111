import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TimelinePage } from "@/components/timeline/timeline-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("timeline");
  return { title: t("title") };
}

export default function Page() {
  return <TimelinePage />;
}
