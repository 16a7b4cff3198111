"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "@/lib/auth/constants";
import { postJson } from "@/lib/http/get-json";
import { FormError } from "./form-error";
import { useAccountChange } from "./use-account-change";

export function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations("settings");
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const save = useAccountChange({
    change: () =>
      postJson("/api/me/password", {
        body: { newPassword: next, ...(hasPassword ? { currentPassword: current } : {}) },
        schema: z.unknown(),
      }),
    done: t("passwordSaved"),
    onDone: () => {
      setCurrent("");
      setNext("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Panel title={t("password")} description={hasPassword ? t("passwordHint") : t("noPassword")}>
      <form onSubmit={submit} className="flex max-w-sm flex-col gap-3">
        {hasPassword && (
          <Field label={t("currentPassword")}>
            <Input
              type="password"
              required
              autoComplete="current-password"
              value={current}
              onValueChange={(v) => setCurrent(v)}
            />
          </Field>
        )}
        <Field label={t("newPassword")} hint={t("passwordLength", { min: PASSWORD_LENGTH_MIN })}>
          <Input
            type="password"
            required
            minLength={PASSWORD_LENGTH_MIN}
            maxLength={PASSWORD_LENGTH_MAX}
            autoComplete="new-password"
            value={next}
            onValueChange={(v) => setNext(v)}
          />
        </Field>
        <FormError error={save.error} />
        <Button type="submit" variant="primary" className="self-start" busy={save.isPending}>
          {t("setPassword")}
        </Button>
      </form>
    </Panel>
  );
}
