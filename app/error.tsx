"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { StatusShape } from "@/components/ui/status-shape";

/** A page that threw. The cause is in the server's log under the digest; a reader is told what to do. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("common");
  return (
    <div
      role="alert"
      className="flex min-h-[60dvh] flex-col items-center justify-center gap-3 p-6 text-center"
    >
      <StatusShape status="critical" className="size-6" />
      <h1 className="text-xl font-semibold">{t("page.errorTitle")}</h1>
      <p className="max-w-prose text-muted">
        {t("page.errorHint", { digest: error.digest ?? t("page.noReference") })}
      </p>
      <Button variant="primary" onClick={reset}>
        {t("retry")}
      </Button>
    </div>
  );
}
