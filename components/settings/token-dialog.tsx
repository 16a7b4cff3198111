"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createdTokenSchema } from "@/lib/auth/schemas";
import type { Role } from "@/lib/core/context";
import { postJson } from "@/lib/http/get-json";
import { FormError } from "./form-error";
import { roleOptions } from "./role-options";
import { useAccountChange } from "./use-account-change";

/** Makes a token and shows it, this once. */
export function TokenDialog() {
  const t = useTranslations("settings");
  const roles = useTranslations("auth.roles");
  const common = useTranslations("common");
  const form = useId();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const create = useAccountChange({
    change: () => postJson("/api/tokens", { body: { name, role }, schema: createdTokenSchema }),
    done: t("tokenCreated"),
    onDone: () => setName(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  const created = create.data?.token;
  return (
    <Dialog onOpenChange={() => create.reset()}>
      <DialogTrigger
        render={
          <Button variant="primary">
            <KeyRound className="size-4" aria-hidden />
            {t("newToken")}
          </Button>
        }
      />
      <DialogContent
        size="sm"
        title={t("newToken")}
        description={created === undefined ? t("newTokenHint") : t("tokenOnce")}
        footer={
          created === undefined ? (
            <>
              <DialogClose render={<Button>{common("cancel")}</Button>} />
              <Button type="submit" form={form} variant="primary" busy={create.isPending}>
                {t("create")}
              </Button>
            </>
          ) : (
            <DialogClose render={<Button variant="primary">{common("close")}</Button>} />
          )
        }
      >
        {created === undefined ? (
          <form id={form} onSubmit={submit} className="flex flex-col gap-3">
            <Field label={t("name")} hint={t("tokenNameHint")}>
              <Input required maxLength={80} value={name} onValueChange={(v) => setName(v)} />
            </Field>
            <Field label={t("role")} hint={t("tokenRoleHint")}>
              <Select label={t("role")} value={role} onValueChange={setRole} options={roleOptions(roles)} />
            </Field>
            <FormError error={create.error} />
          </form>
        ) : (
          <CodeBlock label={t("token")} code={created} />
        )}
      </DialogContent>
    </Dialog>
  );
}
