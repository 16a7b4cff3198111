"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import { INGEST_LIMIT_NAMES, INGEST_LIMITS, type IngestLimitName } from "@/lib/metrics/constants";
import { type IngestLimitsView, ingestLimitsViewSchema } from "@/lib/metrics/schemas";
import { limitQueries } from "./limit-queries";
import { changedLimits, limitFieldsOf, wrongLimits } from "./prepare-limits";

/** In which the figures are typed, where it is not a count. */
const UNITS: Partial<Record<IngestLimitName, "bytes" | "seconds">> = {
  bodyBytes: "bytes",
  outOfOrderSeconds: "seconds",
};

/** Changes what one token may send. */
export function LimitsDialog({ tokenId, view }: { tokenId: string; view: IngestLimitsView }) {
  const t = useTranslations("sources.limits");
  const common = useTranslations("common");
  const client = useQueryClient();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState(limitFieldsOf(view));
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      postJson(`/api/tokens/${tokenId}/limits`, {
        method: "PATCH",
        body: changedLimits(fields, view),
        schema: ingestLimitsViewSchema,
      }),
    onSuccess: () => {
      showToast({ status: "ok", title: t("saved") });
      setOpen(false);
    },
    onSettled: () => client.invalidateQueries({ queryKey: limitQueries.all() }),
  });
  const labelOf = (name: IngestLimitName) => {
    const unit = UNITS[name];
    return unit === undefined ? t(`names.${name}`) : `${t(`names.${name}`)}, ${t(`units.${unit}`)}`;
  };
  const wrong = wrongLimits(fields);
  const openChange = (next: boolean) => {
    setOpen(next);
    setFields(limitFieldsOf(view));
    setTried(false);
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.length === 0) save.mutate();
  };
  return (
    <Dialog open={open} onOpenChange={openChange}>
      <DialogTrigger render={<Button size="sm">{t("edit")}</Button>} />
      <DialogContent
        title={t("edit")}
        description={t("editHint")}
        footer={
          <>
            <DialogClose render={<Button>{common("cancel")}</Button>} />
            <Button type="submit" form={form} variant="primary" busy={save.isPending}>
              {t("save")}
            </Button>
          </>
        }
      >
        <form id={form} noValidate onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
          {INGEST_LIMIT_NAMES.map((name) => (
            <Field
              key={name}
              label={labelOf(name)}
              hint={t("default", { value: view.defaults[name] })}
              error={
                tried && wrong.includes(name)
                  ? t("wrong", { min: INGEST_LIMITS[name].min, max: INGEST_LIMITS[name].max })
                  : null
              }
            >
              <Input
                inputMode="numeric"
                value={fields[name]}
                onValueChange={(value) => setFields({ ...fields, [name]: value })}
              />
            </Field>
          ))}
        </form>
        <FormError error={save.error} />
      </DialogContent>
    </Dialog>
  );
}
