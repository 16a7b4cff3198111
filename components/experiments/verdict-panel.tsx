"use client";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import type { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { FAILING_REASONS, INFORMING_REASONS } from "@/lib/experiments/constants";
import type { Reason, RunReport } from "@/lib/experiments/schemas";
import { RunVerdictBadge } from "./run-badges";
import { useReasonText } from "./use-reason-text";
import { heldStatus } from "./verdict-status";

/** The verdict, its reasons with the weightiest first, and whether everything came back. */
export function VerdictPanel({ report }: { report: RunReport }) {
  const t = useTranslations("experiments");
  const reasonText = useReasonText();
  return (
    <Panel
      title={
        <span className="flex items-center gap-2">
          {t("verdict")} <RunVerdictBadge verdict={report.verdict} />
        </span>
      }
    >
      <ul className="flex flex-col gap-1.5">
        {report.reasons.map((reason) => (
          <li key={`${reason.key} ${JSON.stringify(reason.values)}`} className="flex items-start gap-2">
            <StatusShape status={reasonStatus(reason)} className="mt-1.5 size-2.5" />
            {reasonText(reason)}
          </li>
        ))}
        <li className="flex items-start gap-2">
          <StatusShape status={heldStatus(report.restored)} className="mt-1.5 size-2.5" />
          {t(
            report.restored === null ? "restored.unknown" : report.restored ? "restored.yes" : "restored.no",
          )}
        </li>
      </ul>
    </Panel>
  );
}

function reasonStatus({ key }: Reason): Status {
  if (key === "all_proven") return "ok";
  if (FAILING_REASONS.some((failing) => failing === key)) return "critical";
  return INFORMING_REASONS.some((informing) => informing === key) ? "info" : "unknown";
}
