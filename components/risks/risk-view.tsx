"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { CheckItem } from "./check-item";
import { orderChecks } from "./order-checks";
import { riskQueries } from "./risk-queries";
import { ScanButton } from "./scan-button";
import { ScorePanel } from "./score-panel";

export function RiskView() {
  const t = useTranslations("risks");
  const query = useQuery(riskQueries.newest());
  const risk = query.data;
  if (!risk || risk.scannedAt === null)
    return (
      <Panel flush>
        <PanelStates
          query={query}
          isEmpty={risk !== undefined}
          empty={{ title: t("notScanned"), hint: t("notScannedHint"), action: <ScanButton /> }}
          lines={8}
        >
          {null}
        </PanelStates>
      </Panel>
    );
  const findings = Map.groupBy(risk.findings, (finding) => finding.checkId);
  return (
    <PanelStates query={query}>
      <ScorePanel risk={risk} />
      <Panel title={t("checks")} description={t("checksHint")} flush>
        <ul>
          {orderChecks(risk.checks).map((check) => (
            <CheckItem key={check.checkId} check={check} findings={findings.get(check.checkId) ?? []} />
          ))}
        </ul>
      </Panel>
    </PanelStates>
  );
}
