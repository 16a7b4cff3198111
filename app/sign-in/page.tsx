import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/auth/sign-in-form";
import { SignInLink } from "@/components/auth/sign-in-link";
import { returnPath } from "@/lib/auth/return-path";
import { Logo } from "@/components/shell/logo";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  // The address holds a secret until it is used up.
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("auth");
  const { token, next: wanted } = await searchParams;
  const next = returnPath(wanted);
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="flex w-full max-w-88 flex-col gap-6">
        <div className="flex items-center gap-3">
          <Logo className="size-9" />
          <div>
            <h1 className="text-xl font-semibold">{t("title")}</h1>
            <p className="text-muted">{t("subtitle")}</p>
          </div>
        </div>
        {typeof token === "string" && token !== "" ? (
          <SignInLink token={token} next={next} />
        ) : (
          <SignInForm next={next} />
        )}
      </div>
    </main>
  );
}
