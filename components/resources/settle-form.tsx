"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/settings/form-error";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { DAY_MS } from "@/lib/core/time";
import { postJson } from "@/lib/http/get-json";
import { IGNORE_DAYS_MAX, type Settlement } from "@/lib/resources/constants";
import { type DifferenceView, settledSchema } from "@/lib/resources/schemas";
import { resourceQueries } from "./resource-queries";

/** A month: long enough for a plan, short enough to be looked at again. Our choice. */
const DAYS_FIRST = "30";
/** Differences that are named in the question. */
const NAMED_MAX = 5;

export interface SettleFormProps {
  action: Settlement;
  differences: readonly DifferenceView[];
  onDone: () => void;
}

/** Asks what a settlement needs: a reason, a day, which of several values. */
export function SettleForm({ action, differences, onDone }: SettleFormProps) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [days, setDays] = useState(DAYS_FIRST);
  const [only] = differences.length === 1 ? differences : [];
  const values = action === "accept" ? (only?.observed ?? []) : [];
  const [value, setValue] = useState(values[0] ?? "");
  const needsReason = action === "ignore" || action === "retire";
  const daysFit = /^\d+$/.test(days) && Number(days) >= 1 && Number(days) <= IGNORE_DAYS_MAX;
  const settle = useMutation({
    mutationFn: () =>
      postJson("/api/resources/comparison", {
        body: {
          action,
          differences: differences.map(({ resourceId, kind, attribute }) => ({
            resourceId,
            kind,
            attribute,
            ...(values.length > 1 ? { value } : {}),
          })),
          ...(reason.trim() === "" ? {} : { reason }),
          ...(action === "ignore" ? { expiresAt: Date.now() + Number(days) * DAY_MS } : {}),
        },
        schema: settledSchema,
      }),
    onSuccess: ({ settled }) => {
      showToast({ status: "ok", title: t("settled", { count: settled }) });
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: resourceQueries.all() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    settle.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <ul className="text-sm text-muted">
        {differences.slice(0, NAMED_MAX).map(({ resourceId, attribute, declared, observed }) => (
          <li key={`${resourceId} ${attribute}`} className="[overflow-wrap:anywhere]">
            <span className="font-medium text-fg">{resourceId}</span>
            {attribute !== "" &&
              `: ${t("drift", { attribute, declared: declared ?? t("none"), observed: observed.join(", ") })}`}
          </li>
        ))}
        {differences.length > NAMED_MAX && <li>{t("andMore", { count: differences.length - NAMED_MAX })}</li>}
      </ul>
      {values.length > 1 && (
        <Field label={t("whichValue")}>
          <Select
            label={t("whichValue")}
            value={value}
            options={values.map((one) => ({ value: one, label: one }))}
            onValueChange={setValue}
          />
        </Field>
      )}
      {action !== "reopen" && (
        <Field label={needsReason ? t("reason") : t("reasonOptional")}>
          <Input required={needsReason} maxLength={500} value={reason} onValueChange={setReason} />
        </Field>
      )}
      {action === "ignore" && (
        <Field label={t("ignoreDays")} error={daysFit ? null : t("daysWrong", { max: IGNORE_DAYS_MAX })}>
          <Input inputMode="numeric" value={days} onValueChange={setDays} />
        </Field>
      )}
      <FormError error={settle.error} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          busy={settle.isPending}
          disabled={(needsReason && reason.trim() === "") || (action === "ignore" && !daysFit)}
        >
          {t(`settlements.${action}`)}
        </Button>
      </div>
    </form>
  );
}
