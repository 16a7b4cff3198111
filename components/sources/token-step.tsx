"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { FormError } from "@/components/settings/form-error";
import { useAccountChange } from "@/components/settings/use-account-change";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type CreatedToken, createdTokenSchema } from "@/lib/auth/schemas";
import { postJson } from "@/lib/http/get-json";
import { type ConnectTool, KIND_ROLES, TOOL_KINDS } from "./connect-snippets";

export interface TokenStepProps {
  tool: ConnectTool;
  created: CreatedToken | undefined;
  onCreated: (token: CreatedToken | undefined) => void;
}

/** Makes a token for one tool, with the least role that works, and shows it this once. */
export function TokenStep({ tool, created, onCreated }: TokenStepProps) {
  const t = useTranslations("sources.connect");
  const settings = useTranslations("settings");
  const roles = useTranslations("auth.roles");
  const refusal = useRefusal("admin");
  const role = KIND_ROLES[TOOL_KINDS[tool]];
  const [name, setName] = useState<string>(tool);
  const create = useAccountChange({
    change: () => postJson("/api/tokens", { body: { name, role }, schema: createdTokenSchema }),
    done: settings("tokenCreated"),
    onDone: onCreated,
  });
  if (refusal !== undefined) return <p className="text-muted">{t("notAdmin", { role: roles(role) })}</p>;
  if (created !== undefined)
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-muted">{t("createdHint")}</p>
        <div className="w-full max-w-2xl">
          <CodeBlock label={t("created", { name: created.name })} code={created.token} />
        </div>
        <Button variant="ghost" size="sm" onClick={() => onCreated(undefined)}>
          {t("again")}
        </Button>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-full max-w-72">
          <Field label={t("tokenName")}>
            <Input required maxLength={80} value={name} onValueChange={(value) => setName(value)} />
          </Field>
        </div>
        <Button type="submit" variant="primary" busy={create.isPending}>
          <KeyRound className="size-4" aria-hidden />
          {t("create")}
        </Button>
      </div>
      <p className="text-sm text-faint">{t("tokenNameHint")}</p>
      <FormError error={create.error} />
    </form>
  );
}
