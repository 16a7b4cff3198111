"use client";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { StatusShape } from "@/components/ui/status-shape";
import { formatValue } from "@/lib/core/units";
import type { SteadyResult } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { steadyRows } from "./steady-rows";
import { steadyStatus } from "./verdict-status";

const WHENS = ["before", "during", "after"] as const;

/** Whether what must hold did, before, during and after the fault. */
export function SteadyTable({ results }: { results: readonly SteadyResult[] }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  return (
    <Panel title={t("steady")} description={t("steadyHint")} flush>
      <ScrollRegion label={t("steady")}>
        <table className="w-full text-left">
          <thead>
            <tr className="h-8 border-b text-sm text-faint">
              <th scope="col" className="w-full px-3 font-medium">
                {t("condition")}
              </th>
              {WHENS.map((when) => (
                <th key={when} scope="col" className="px-3 font-medium whitespace-nowrap">
                  {t(`whens.${when}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steadyRows(results).map((row) => (
              <tr key={row.expr} className="h-9 border-b last:border-b-0">
                <th scope="row" className="px-3 py-1 font-normal">
                  <span className="block min-w-48">{local(row.title, row.titleZh)}</span>
                  <code className="font-mono text-xs [overflow-wrap:anywhere] text-faint">{row.expr}</code>
                </th>
                {WHENS.map((when) => (
                  <td key={when} className="px-3 whitespace-nowrap">
                    <SteadyCell result={row[when]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

function SteadyCell({ result }: { result: SteadyResult | undefined }) {
  const t = useTranslations("experiments.held");
  if (!result) return <span className="text-faint">—</span>;
  return (
    <span className="flex items-center gap-1.5">
      <StatusShape
        status={steadyStatus(result)}
        label={t(result.held === null ? "unseen" : result.held ? "yes" : "no")}
      />
      {formatValue(result.value, result.unit)}
    </span>
  );
}
