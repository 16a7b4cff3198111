"use client";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "@/lib/auth/constants";
import { userViewSchema } from "@/lib/auth/schemas";
import type { Role } from "@/lib/core/context";
import { postJson } from "@/lib/http/get-json";
import { FormError } from "./form-error";
import { roleOptions } from "./role-options";
import { useAccountChange } from "./use-account-change";

const EMPTY = { name: "", email: "", password: "" };

export function UserDialog() {
  const t = useTranslations("settings");
  const roles = useTranslations("auth.roles");
  const common = useTranslations("common");
  const form = useId();
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState(EMPTY);
  const [role, setRole] = useState<Role>("viewer");
  const create = useAccountChange({
    change: () => postJson("/api/users", { body: { ...fields, role }, schema: userViewSchema }),
    done: t("userCreated"),
    onDone: () => {
      setOpen(false);
      setFields(EMPTY);
    },
  });
  const set = (key: keyof typeof EMPTY) => (value: string) => setFields({ ...fields, [key]: value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger
        render={
          <Button variant="primary">
            <UserPlus className="size-4" aria-hidden />
            {t("newUser")}
          </Button>
        }
      />
      <DialogContent
        size="sm"
        title={t("newUser")}
        description={t("newUserHint")}
        footer={
          <>
            <DialogClose render={<Button>{common("cancel")}</Button>} />
            <Button type="submit" form={form} variant="primary" busy={create.isPending}>
              {t("create")}
            </Button>
          </>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          <Field label={t("name")}>
            <Input required maxLength={80} value={fields.name} onValueChange={set("name")} />
          </Field>
          <Field label={t("email")}>
            <Input type="email" required value={fields.email} onValueChange={set("email")} />
          </Field>
          <Field label={t("firstPassword")} hint={t("passwordLength", { min: PASSWORD_LENGTH_MIN })}>
            <Input
              type="password"
              required
              autoComplete="new-password"
              minLength={PASSWORD_LENGTH_MIN}
              maxLength={PASSWORD_LENGTH_MAX}
              value={fields.password}
              onValueChange={set("password")}
            />
          </Field>
          <Field label={t("role")}>
            <Select label={t("role")} value={role} onValueChange={setRole} options={roleOptions(roles)} />
          </Field>
          <FormError error={create.error} />
        </form>
      </DialogContent>
    </Dialog>
  );
}
