"use client";
import { useTranslations } from "next-intl";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import type { RunView } from "@/lib/experiments/schemas";

/** Time until the target drops the fault by itself, or when it was undone. */
export function LeaseDeadline({ injection }: { injection: RunView["injections"][number] }) {
  const t = useTranslations("experiments");
  const time = useTimeText();
  const now = useNow(1_000);
  if (injection.undoneAt !== null) return t("undoneAt", { time: time.time(injection.undoneAt) });
  if (now === 0 || injection.activeFrom === null) return time.time(injection.deadline);
  const leftMs = injection.deadline - now;
  return (
    <span className="font-semibold">
      {leftMs > 0
        ? t("endsIn", { duration: time.duration(leftMs) })
        : t("overdue", { duration: time.duration(-leftMs) })}
    </span>
  );
}
