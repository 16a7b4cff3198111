import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UiGallery } from "@/components/settings/ui-gallery";
import { PageHeader } from "@/components/shell/page-header";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("ui.title") };
}

export default async function UiPage() {
  const t = await getTranslations("settings");
  return (
    <>
      <PageHeader title={t("ui.title")} description={t("ui.description")} />
      <div className="grid gap-4 p-4 xl:grid-cols-2">
        {(["dark", "light"] as const).map((theme) => (
          <div key={theme} data-theme={theme} className="min-w-0 rounded-lg border bg-bg p-3 text-fg">
            <h2 className="pb-3 text-lg font-semibold">{t(`ui.${theme}`)}</h2>
            <UiGallery />
          </div>
        ))}
      </div>
    </>
  );
}
