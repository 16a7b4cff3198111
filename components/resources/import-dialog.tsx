"use client";
import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { ImportForm } from "./import-form";

/** Takes an inventory in, after showing what it changes. */
export function ImportDialog() {
  const t = useTranslations("resources");
  const refusal = useRefusal("operator");
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger
        render={
          <Button disabledReason={refusal}>
            <Upload className="size-4" aria-hidden />
            {t("import")}
          </Button>
        }
      />
      <DialogContent size="lg" title={t("importTitle")} description={t("importHint")}>
        <ImportForm start="" onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}
