import Link from "next/link";
import { getTranslations } from "next-intl/server";

export default async function NotFound() {
  const t = await getTranslations("common.page");
  return (
    <div className="flex min-h-[60dvh] flex-col items-center justify-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{t("notFoundTitle")}</h1>
      <p className="text-muted">{t("notFoundHint")}</p>
      <Link href="/timeline" className="text-accent hover:underline">
        {t("home")}
      </Link>
    </div>
  );
}
