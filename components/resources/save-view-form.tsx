"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { postJson } from "@/lib/http/get-json";
import { type SavedView, savedViewSchema } from "@/lib/resources/schemas";
import { filterSearch } from "./resource-filter";
import { resourceQueries } from "./resource-queries";
import type { ResourceFilterControl } from "./use-resource-filter";

/** Keeps what is shown under a name; a name that one has already gets the new filters. */
export function SaveViewForm({
  filter,
  views,
}: {
  filter: ResourceFilterControl;
  views: readonly SavedView[];
}) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  const refusal = useRefusal("operator");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const query = filterSearch(filter.query).toString();
  const existing = views.find((view) => view.mine && view.name === name.trim() && view.shared === shared);
  const save = useMutation({
    mutationFn: () =>
      existing
        ? postJson(`/api/resources/views/${existing.id}`, {
            method: "PATCH",
            body: { query },
            schema: savedViewSchema,
          })
        : postJson("/api/resources/views", { body: { name, query, shared }, schema: savedViewSchema }),
    onSuccess: () => setName(""),
    onSettled: () => client.invalidateQueries({ queryKey: resourceQueries.views().queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-t pt-3">
      <Field label={t("saveAs")}>
        <Input
          required
          maxLength={80}
          value={name}
          onValueChange={setName}
          placeholder={t("saveAsPlaceholder")}
        />
      </Field>
      <div className="flex items-center justify-between gap-2" title={refusal}>
        <Switch
          checked={shared}
          onCheckedChange={setShared}
          label={t("shareView")}
          disabled={refusal !== undefined}
        />
        <Button type="submit" variant="primary" busy={save.isPending} disabled={name.trim() === ""}>
          {existing ? t("replaceView") : t("save")}
        </Button>
      </div>
      <FormError error={save.error} />
    </form>
  );
}
