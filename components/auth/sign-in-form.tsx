"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signIn } from "./sign-in";
import { SignInProblem } from "./sign-in-problem";

/** @param next the page to show then. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => signIn("/api/auth/sign-in/email", { email, password }),
    onSuccess: () => window.location.replace(next),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {attempt.error && <SignInProblem error={attempt.error} />}
      <Field label={t("email")}>
        <Input
          type="email"
          autoComplete="username"
          required
          value={email}
          onValueChange={(value) => setEmail(value)}
        />
      </Field>
      <Field label={t("password")}>
        <Input
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onValueChange={(value) => setPassword(value)}
        />
      </Field>
      <Button type="submit" variant="primary" busy={attempt.isPending || attempt.isSuccess}>
        {t("signIn")}
      </Button>
      <p className="text-sm text-faint">{t.rich("noAccount", { code: inCode })}</p>
    </form>
  );
}

function inCode(chunks: ReactNode): ReactNode {
  return <code className="font-mono text-muted">{chunks}</code>;
}
