"use client";
import { useTranslations } from "next-intl";
import { Sparkline } from "@/components/charts/sparkline";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { Stat } from "@/components/ui/stat";
import type { RiskView } from "@/lib/risk/schemas";
import { PointsBar } from "./points-bar";
import { ScanButton } from "./scan-button";
import { scoreText } from "./score-text";

/** A scan each minute: three missed ones are a gap. */
const GAP_MS = 3 * 60_000;

/** The score, what it is made of, and its course. */
export function ScorePanel({ risk }: { risk: RiskView }) {
  const t = useTranslations("risks");
  const taken = risk.findings.reduce((sum, finding) => sum + finding.points, 0);
  const history = risk.history.flatMap(({ at, score }) => (score === null ? [] : [{ at, score }]));
  const first = history.at(0);
  const last = history.at(-1);
  return (
    <Panel title={t("score")} description={t("scoreHint")} actions={<ScanButton />}>
      <div className="flex flex-wrap gap-6">
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <Stat
            size="lg"
            label={t("outOf")}
            value={risk.score === null ? null : scoreText(risk.score)}
            note={
              <>
                {t("scanned")} <Age at={risk.scannedAt} />
              </>
            }
          />
          <Stat
            label={t("findings")}
            value={risk.findings.length}
            note={t("ofPairs", { count: risk.checked })}
          />
          <Stat
            label={t("undecided")}
            value={risk.unknown}
            status={risk.unknown > 0 ? "unknown" : undefined}
            note={t("undecidedHint")}
          />
          {first && last && first.at < last.at && (
            <span className="text-accent">
              <Sparkline
                series={{ t: history.map(({ at }) => at), v: history.map(({ score }) => score) }}
                range={{ from: first.at, to: last.at }}
                maxGapMs={GAP_MS}
                label={t("history")}
                width={160}
                height={36}
              />
            </span>
          )}
        </div>
        <div className="flex min-w-72 flex-1 flex-col gap-2">
          <p className="text-muted">
            {risk.score === null
              ? t("noScore")
              : t("sum", { points: scoreText(taken), score: scoreText(risk.score) })}
          </p>
          <PointsBar checks={risk.checks} />
        </div>
      </div>
    </Panel>
  );
}
