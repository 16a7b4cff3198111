"use client";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { FindingLevel } from "@/lib/risk/constants";
import type { CheckResult } from "@/lib/risk/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { orderChecks } from "./order-checks";
import { scoreText } from "./score-text";

const GROUND = {
  high: "bg-critical",
  medium: "bg-warning",
  low: "bg-info",
} as const satisfies Record<FindingLevel, string>;

/** A hundred points: what is kept, and what each check takes. The table below says the same in words. */
export function PointsBar({ checks }: { checks: readonly CheckResult[] }) {
  const t = useTranslations("risks");
  const local = useLocalText();
  const taking = orderChecks(checks).filter((check) => check.points > 0);
  const kept = 100 - taking.reduce((sum, check) => sum + check.points, 0);
  return (
    <div aria-hidden className="flex h-4 gap-px overflow-hidden rounded-sm">
      <span
        className="bg-ok/50"
        style={{ width: `${kept}%` }}
        title={t("kept", { points: scoreText(kept) })}
      />
      {taking.map((check) => (
        <span
          key={check.checkId}
          className={classNames("min-w-px", GROUND[check.level])}
          style={{ width: `${check.points}%` }}
          title={`${local(check.title, check.titleZh)}: −${scoreText(check.points)}`}
        />
      ))}
    </div>
  );
}
