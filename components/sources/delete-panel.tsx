"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { showToast } from "@/components/ui/toast";
import { deleteMatching, PREVIEW_MAX, previewMatching } from "./delete-series";
import { storageQueries } from "./storage-queries";

/** Of those that fit, so many are shown. */
const EXAMPLES = 5;

/** Deletes what should never have been sent: first how much it is, then the selector typed once more. */
export function DeletePanel() {
  const t = useTranslations("sources.delete");
  const refusal = useRefusal("admin");
  const client = useQueryClient();
  const [matcher, setMatcher] = useState("");
  const [again, setAgain] = useState("");
  const preview = useMutation({ mutationFn: previewMatching });
  const erase = useMutation({
    mutationFn: deleteMatching,
    onSuccess: () => {
      showToast({ status: "ok", title: t("done") });
      change("");
      void client.invalidateQueries({ queryKey: storageQueries.all() });
      void client.invalidateQueries({ queryKey: ["cardinality"] });
    },
  });
  /** What was previewed is what is deleted: another selector needs a preview of its own. */
  const change = (next: string) => {
    setMatcher(next);
    setAgain("");
    preview.reset();
    erase.reset();
  };
  const look = (event: FormEvent) => {
    event.preventDefault();
    preview.mutate(matcher);
  };
  const found = preview.data;
  return (
    <Panel title={t("title")} description={t("hint")}>
      <form onSubmit={look} className="flex max-w-3xl flex-wrap items-end gap-2">
        <div className="min-w-64 flex-1">
          <Field label={t("matcher")}>
            <Input required spellCheck={false} value={matcher} onValueChange={(value) => change(value)} />
          </Field>
        </div>
        <Button type="submit" busy={preview.isPending} disabledReason={refusal}>
          {t("preview")}
        </Button>
      </form>
      <p className="mt-1 text-sm text-faint">{t("matcherHint", { example: EXAMPLE })}</p>
      <FormError error={preview.error} />
      {found && (
        <div className="mt-3 flex max-w-3xl flex-col gap-3">
          <output className="font-medium">
            {found.length >= PREVIEW_MAX
              ? t("foundMore", { count: PREVIEW_MAX - 1 })
              : t("found", { count: found.length })}
          </output>
          {found.length > 0 && (
            <>
              <CodeBlock label={t("examples")} code={found.slice(0, EXAMPLES).join("\n")} />
              <p>{t("confirmHint")}</p>
              <Field label={t("again")}>
                <Input spellCheck={false} value={again} onValueChange={(value) => setAgain(value)} />
              </Field>
              <div>
                <Button
                  variant="danger"
                  busy={erase.isPending}
                  disabled={again.trim() !== matcher.trim()}
                  onClick={() => erase.mutate(matcher)}
                >
                  {t("confirm")}
                </Button>
              </div>
              <FormError error={erase.error} />
            </>
          )}
        </div>
      )}
    </Panel>
  );
}

const EXAMPLE = '{__name__="http_requests_total",job="old"}';
