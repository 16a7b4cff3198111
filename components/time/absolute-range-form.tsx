"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { RangeMs } from "@/lib/core/time";
import { parseLocalDateTime, toLocalDateTime } from "./local-date-time";

export interface AbsoluteRangeFormProps {
  /** What is shown now: where the editing begins. */
  resolved: RangeMs | null;
  onApply: (range: RangeMs) => void;
}

export function AbsoluteRangeForm({ resolved, onApply }: AbsoluteRangeFormProps) {
  const t = useTranslations("common.range");
  const [from, setFrom] = useState(() => (resolved ? toLocalDateTime(resolved.from) : ""));
  const [to, setTo] = useState(() => (resolved ? toLocalDateTime(resolved.to) : ""));
  const [refused, setRefused] = useState(false);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const range = { from: parseLocalDateTime(from), to: parseLocalDateTime(to) };
    const valid = range.from !== null && range.to !== null && range.from < range.to;
    setRefused(!valid);
    if (range.from !== null && range.to !== null && valid) onApply({ from: range.from, to: range.to });
  };
  return (
    <form onSubmit={apply} className="flex flex-col gap-2">
      <Field label={t("from")}>
        <Input type="datetime-local" step={1} value={from} onValueChange={(value) => setFrom(value)} />
      </Field>
      <Field label={t("to")} error={refused ? t("reversed") : null}>
        <Input type="datetime-local" step={1} value={to} onValueChange={(value) => setTo(value)} />
      </Field>
      <Button type="submit" variant="primary" className="self-start">
        {t("apply")}
      </Button>
    </form>
  );
}
