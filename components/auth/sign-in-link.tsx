"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { signIn } from "./sign-in";
import { SignInForm } from "./sign-in-form";
import { SignInProblem } from "./sign-in-problem";

/**
 * Landing of a one-time link. The link is used up by a press, not by the visit: previews and prefetching of mail and
 * chat programs open addresses too.
 */
export function SignInLink({ token, next }: { token: string; next: string }) {
  const t = useTranslations("auth");
  const use = useMutation({
    mutationFn: () => signIn("/api/auth/sign-in/link", { token }),
    onSuccess: () => window.location.replace(next),
  });
  return (
    <div className="flex flex-col gap-4">
      {use.error ? (
        <>
          <SignInProblem error={use.error} />
          <SignInForm next={next} />
        </>
      ) : (
        <>
          <p className="text-muted">{t("link.hint")}</p>
          <Button variant="primary" busy={use.isPending || use.isSuccess} onClick={() => use.mutate()}>
            {t("link.use")}
          </Button>
        </>
      )}
    </div>
  );
}
