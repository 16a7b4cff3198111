"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { StatusShape } from "@/components/ui/status-shape";
import { showToast } from "@/components/ui/toast";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatValue } from "@/lib/core/units";
import { postJson } from "@/lib/http/get-json";
import type { Retention, RetentionView } from "@/lib/metrics/retention/schemas";
import { retentionViewSchema } from "@/lib/metrics/retention/storage-view";
import { fieldsOf, parseRetention, RETENTION_BOUNDS, retentionEffects } from "./prepare-retention";
import { storageQueries } from "./storage-queries";

export interface RetentionDialogProps {
  retention: RetentionView;
  usedAgeMs: number;
  usedBytes: number;
}

/** Asks for new limits, says what they will drop, and asks again. */
export function RetentionDialog({ retention, usedAgeMs, usedBytes }: RetentionDialogProps) {
  const t = useTranslations("sources.storage");
  const text = useTimeText();
  const refusal = useRefusal("admin");
  const client = useQueryClient();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState(fieldsOf(retention));
  const [reviewed, setReviewed] = useState<Retention | null>(null);
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: (next: Retention | null) =>
      postJson("/api/storage/retention", {
        method: "PUT",
        body: { retention: next },
        schema: retentionViewSchema,
      }),
    onSuccess: () => {
      showToast({ status: "ok", title: t("changed") });
      setOpen(false);
    },
    onSettled: () => client.invalidateQueries({ queryKey: storageQueries.all() }),
  });
  const openChange = (next: boolean) => {
    setOpen(next);
    setFields(fieldsOf(retention));
    setReviewed(null);
    setTried(false);
    change.reset();
  };
  const { maxAgeMs, maxBytes } = parseRetention(fields);
  const review = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (maxAgeMs !== null && maxBytes !== "wrong") setReviewed({ maxAgeMs, maxBytes });
  };
  return (
    <Dialog open={open} onOpenChange={openChange}>
      <DialogTrigger
        render={
          <Button size="sm" disabledReason={refusal}>
            {t("change")}
          </Button>
        }
      />
      <DialogContent
        size="sm"
        title={t("change")}
        description={t("retentionHint")}
        footer={
          reviewed === null ? (
            <>
              {retention.source === "setting" && (
                <Button busy={change.isPending} onClick={() => change.mutate(null)}>
                  {t("useEnvironment")}
                </Button>
              )}
              <Button type="submit" form={form} variant="primary">
                {t("review")}
              </Button>
            </>
          ) : (
            <>
              <Button onClick={() => setReviewed(null)}>{t("back")}</Button>
              <Button variant="danger" busy={change.isPending} onClick={() => change.mutate(reviewed)}>
                {t("confirmChange")}
              </Button>
            </>
          )
        }
      >
        {reviewed === null ? (
          <form id={form} noValidate onSubmit={review} className="flex flex-col gap-3">
            <Field
              label={t("days")}
              error={
                tried && maxAgeMs === null
                  ? t("wrongDays", { min: RETENTION_BOUNDS.daysMin, max: RETENTION_BOUNDS.daysMax })
                  : null
              }
            >
              <Input
                inputMode="decimal"
                value={fields.days}
                onValueChange={(days) => setFields({ ...fields, days })}
              />
            </Field>
            <Field
              label={t("gib")}
              hint={t("gibHint")}
              error={tried && maxBytes === "wrong" ? t("wrongGib", { min: RETENTION_BOUNDS.gibMin }) : null}
            >
              <Input
                inputMode="decimal"
                value={fields.gib}
                onValueChange={(gib) => setFields({ ...fields, gib })}
              />
            </Field>
          </form>
        ) : (
          <ul className="flex flex-col gap-2">
            {retentionEffects(reviewed, { ageMs: usedAgeMs, bytes: usedBytes }).map((effect) => (
              <li key={effect} className="flex items-start gap-2">
                <StatusShape status={effect === "longer" ? "info" : "warning"} className="mt-1.5 size-2.5" />
                {t(effect, {
                  age: text.duration(reviewed.maxAgeMs, 2),
                  size: formatValue(reviewed.maxBytes, "bytes"),
                })}
              </li>
            ))}
          </ul>
        )}
        <FormError error={change.error} />
      </DialogContent>
    </Dialog>
  );
}
