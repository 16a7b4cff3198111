"use client";
import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { UploadForm } from "./upload-form";

/** Takes a rule file in, after showing what it holds. @param replaces the file that it stands in for. */
export function UploadDialog({ replaces }: { replaces?: string }) {
  const t = useTranslations("rules");
  const refusal = useRefusal("operator");
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger
        render={
          replaces === undefined ? (
            <Button variant="primary" disabledReason={refusal}>
              <Upload className="size-4" aria-hidden />
              {t("upload")}
            </Button>
          ) : (
            <Button size="sm" variant="ghost" aria-label={t("replaceOne", { file: replaces })}>
              {t("replace")}
            </Button>
          )
        }
      />
      <DialogContent
        size="lg"
        title={replaces === undefined ? t("uploadTitle") : t("replaceOne", { file: replaces })}
        description={t("uploadHint")}
      >
        <UploadForm replaces={replaces} onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}
