"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { architectureActions, architectureQueries } from "./architecture-queries";

/** Makes a diagram: of a business that is generated, or an empty one. */
export function NewDiagram() {
  const t = useTranslations("architecture");
  const refusal = useRefusal("operator");
  const client = useQueryClient();
  const router = useRouter();
  const [{ slug, title, app }, set] = useState({ slug: "", title: "", app: "" });
  const create = useMutation({
    mutationFn: () =>
      architectureActions.create({ slug: slug.trim(), title: title.trim(), app: app.trim() || null }),
    onSuccess: (view) => {
      void client.invalidateQueries({ queryKey: architectureQueries.all() });
      router.push(`/architecture/${view.slug}`);
    },
  });
  return (
    <Dialog>
      <DialogTrigger
        render={
          <Button disabledReason={refusal} className="self-start">
            <Plus className="size-4" aria-hidden />
            {t("newDiagram")}
          </Button>
        }
      />
      <DialogContent
        title={t("newDiagram")}
        footer={
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={slug.trim() === "" || title.trim() === ""}
            onClick={() => create.mutate()}
          >
            {t("create")}
          </Button>
        }
      >
        <Field label={t("name")}>
          <Input value={title} onChange={(event) => set({ slug, app, title: event.currentTarget.value })} />
        </Field>
        <Field label={t("slug")} hint={t("slugHint")} error={create.error?.message}>
          <Input value={slug} onChange={(event) => set({ title, app, slug: event.currentTarget.value })} />
        </Field>
        <Field label={t("business")} hint={t("businessHint")}>
          <Input value={app} onChange={(event) => set({ title, slug, app: event.currentTarget.value })} />
        </Field>
      </DialogContent>
    </Dialog>
  );
}
