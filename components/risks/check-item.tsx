"use client";
import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import type { CheckResult, FindingView } from "@/lib/risk/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { FindingTable } from "./finding-table";
import { LEVEL_STATUS } from "./level-status";
import { pointsText } from "./score-text";

/** One check: the points that it takes, and folded under it why it matters, what to do, and what it found where. */
export function CheckItem({ check, findings }: { check: CheckResult; findings: readonly FindingView[] }) {
  const t = useTranslations("risks");
  const local = useLocalText();
  return (
    <Collapsible.Root render={<li className="border-b last:border-b-0" />}>
      <Collapsible.Trigger className="group flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-left hover:bg-raised/60">
        <ChevronRight
          className="size-4 shrink-0 text-faint transition-transform group-data-[panel-open]:rotate-90"
          aria-hidden
        />
        <span className="min-w-40 flex-1 font-medium">{local(check.title, check.titleZh)}</span>
        <Badge className="max-sm:hidden">{t(`pillars.${check.pillar}`)}</Badge>
        <CheckOutcome check={check} />
        <span className="w-28 text-right">
          <span className={check.points > 0 ? "font-semibold" : "text-faint"}>
            {check.points > 0 ? `−${pointsText(check.points)}` : "0.0"}
          </span>{" "}
          <span className="text-sm text-faint">{t("ofMost", { points: pointsText(check.weight) })}</span>
        </span>
      </Collapsible.Trigger>
      <Collapsible.Panel className="flex flex-col gap-3 px-3 pb-3 sm:pl-10">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="text-sm text-faint">{t("why")}</dt>
          <dd className="text-muted">{local(check.why, check.whyZh)}</dd>
          <dt className="text-sm text-faint">{t("advice")}</dt>
          <dd>{local(check.advice, check.adviceZh)}</dd>
        </dl>
        {findings.length > 0 && (
          <FindingTable findings={findings} label={local(check.title, check.titleZh)} />
        )}
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

/** Failed in the colour of its level; passed; or not decided, where nothing could be read. */
function CheckOutcome({ check }: { check: CheckResult }) {
  const t = useTranslations("risks");
  return (
    <span className="flex items-center gap-3">
      {check.failed > 0 && (
        <StatusBadge status={LEVEL_STATUS[check.level]}>
          {t("failedOf", { failed: check.failed, checked: check.checked })}
        </StatusBadge>
      )}
      {check.failed === 0 && check.checked > 0 && (
        <StatusBadge status="ok">{t("passedOf", { checked: check.checked })}</StatusBadge>
      )}
      {check.unknown > 0 && (
        <span className="flex items-center gap-1.5 text-sm text-unknown">
          <StatusShape status="unknown" />
          {t("unknownCount", { count: check.unknown })}
        </span>
      )}
    </span>
  );
}
