"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { PanelStates } from "@/components/ui/panel-states";
import { getText } from "@/lib/http/get-json";
import type { ResourceDetail } from "@/lib/resources/schemas";
import { ImportForm } from "./import-form";

/** The record as YAML, to change and take in again: checked and shown before it is done, like any inventory. */
export function EditDialog({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const refusal = useRefusal("operator");
  const [open, setOpen] = useState(false);
  const { id } = detail.resource;
  const text = useQuery({
    queryKey: ["resource-text", id] as const,
    queryFn: ({ signal }) =>
      getText(`/api/resources/export?${new URLSearchParams({ format: "yaml", id }).toString()}`, signal),
    enabled: open,
    gcTime: 0,
  });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger
        render={
          <Button disabledReason={refusal}>
            <Pencil className="size-4" aria-hidden />
            {t("edit")}
          </Button>
        }
      />
      <DialogContent size="lg" title={t("editTitle", { id })} description={t("editHint")}>
        <PanelStates query={text} lines={6}>
          {text.data !== undefined && <ImportForm start={text.data} onDone={() => setOpen(false)} />}
        </PanelStates>
      </DialogContent>
    </Dialog>
  );
}
