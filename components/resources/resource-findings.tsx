"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { evidenceText } from "@/components/risks/evidence-text";
import { LEVEL_STATUS } from "@/components/risks/level-status";
import { riskQueries } from "@/components/risks/risk-queries";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { StatusShape } from "@/components/ui/status-shape";
import { useLocalText } from "@/lib/i18n/use-local-text";

/** What the newest scan found on it, with the advice. */
export function ResourceFindings({ id }: { id: string }) {
  const t = useTranslations("resources");
  const tRisks = useTranslations("risks");
  const local = useLocalText();
  const query = useQuery(riskQueries.newest());
  const findings = query.data?.findings.filter(({ resourceId }) => resourceId === id) ?? [];
  const checks = new Map(query.data?.checks.map((check) => [check.checkId, check]));
  return (
    <Panel
      id="findings"
      title={t("findingsTitle")}
      actions={
        <Link href="/risks" className="text-sm text-accent hover:underline">
          {t("allFindings")}
        </Link>
      }
      flush
    >
      <PanelStates
        query={query}
        isEmpty={findings.length === 0}
        empty={query.data?.scannedAt === null ? { title: tRisks("notScanned") } : { title: t("noFindings") }}
      >
        <ul>
          {findings.map(({ id: key, checkId, level, evidence, openedAt }) => {
            const check = checks.get(checkId);
            return (
              <li key={key} className="flex gap-2 border-b px-3 py-2 last:border-b-0">
                <StatusShape status={LEVEL_STATUS[level]} className="mt-1.5 size-2.5" />
                <div className="min-w-0 flex-1">
                  <p className="font-medium">{check ? local(check.title, check.titleZh) : checkId}</p>
                  <p className="text-muted">{evidenceText(evidence, tRisks)}</p>
                  {check && <p className="text-sm text-faint">{local(check.advice, check.adviceZh)}</p>}
                </div>
                <Age at={openedAt} className="text-sm text-faint" />
              </li>
            );
          })}
        </ul>
      </PanelStates>
    </Panel>
  );
}
