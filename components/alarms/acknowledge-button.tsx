"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { type AlarmView, alarmViewSchema } from "@/lib/alarms/schemas";
import { postJson } from "@/lib/http/get-json";
import { alarmQueries } from "./alarm-queries";

/** Marks a firing alarm as seen, or tells who did. */
export function AcknowledgeButton({ alarm }: { alarm: AlarmView }) {
  const t = useTranslations("alarms");
  const client = useQueryClient();
  const refusal = useRefusal("operator");
  const acknowledge = useMutation({
    mutationFn: () => postJson(`/api/alarms/${alarm.id}/acknowledge`, { schema: alarmViewSchema }),
    onError: (error) =>
      showToast({ status: "critical", title: t("acknowledgeFailed"), description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: alarmQueries.all() }),
  });
  if (alarm.acknowledgedAt !== null)
    return (
      <span className="text-sm text-faint">{t("acknowledgedBy", { name: alarm.acknowledgedBy ?? "—" })}</span>
    );
  if (alarm.state !== "firing") return null;
  return (
    <Button
      size="sm"
      busy={acknowledge.isPending}
      disabledReason={refusal}
      aria-label={t("acknowledgeOne", { rule: alarm.rule })}
      onClick={() => acknowledge.mutate()}
    >
      {t("acknowledge")}
    </Button>
  );
}
