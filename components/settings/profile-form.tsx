"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { type Me, meSchema } from "@/lib/auth/schemas";
import { postJson } from "@/lib/http/get-json";
import { FormError } from "./form-error";
import { useAccountChange } from "./use-account-change";

export function ProfileForm({ me }: { me: Me }) {
  const t = useTranslations("settings");
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email ?? "");
  const save = useAccountChange({
    change: () => postJson("/api/me", { method: "PATCH", body: { name, email }, schema: meSchema }),
    done: t("saved"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Panel title={t("profile")}>
      <form onSubmit={submit} className="flex max-w-sm flex-col gap-3">
        <Field label={t("name")}>
          <Input required maxLength={80} autoComplete="name" value={name} onValueChange={(v) => setName(v)} />
        </Field>
        <Field label={t("email")} hint={t("emailHint")}>
          <Input
            type="email"
            required
            autoComplete="email"
            value={email}
            onValueChange={(v) => setEmail(v)}
          />
        </Field>
        <FormError error={save.error} />
        <Button type="submit" variant="primary" className="self-start" busy={save.isPending}>
          {t("save")}
        </Button>
      </form>
    </Panel>
  );
}
