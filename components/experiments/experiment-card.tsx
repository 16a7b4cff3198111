"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import type { ExperimentView } from "@/lib/experiments/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { PlanSummary } from "./plan-summary";
import { RunStateBadge, RunVerdictBadge } from "./run-badges";
import { StartDialog } from "./start-dialog";

export function ExperimentCard({ experiment }: { experiment: ExperimentView }) {
  const t = useTranslations("experiments");
  const local = useLocalText();
  const { lastRun } = experiment;
  return (
    <Panel
      className="flex flex-col"
      title={
        <span className="flex flex-wrap items-center gap-2">
          {local(experiment.title, experiment.titleZh)}
          {experiment.drill && <Badge tone="accent">{t("drill")}</Badge>}
        </span>
      }
      actions={<StartDialog experiment={experiment} />}
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">{local(experiment.description, experiment.descriptionZh)}</p>
        <PlanSummary plan={experiment.plan} />
        <p className="flex flex-wrap items-center gap-2 border-t pt-2 text-sm text-faint">
          {lastRun ? (
            <>
              <Link
                href={`/experiments/runs/${lastRun.id}`}
                className="text-muted hover:text-accent hover:underline"
              >
                {t("lastRun")}
              </Link>
              <Age at={lastRun.createdAt} />
              {lastRun.verdict ? (
                <RunVerdictBadge verdict={lastRun.verdict} />
              ) : (
                <RunStateBadge state={lastRun.state} />
              )}
            </>
          ) : (
            t("neverRun")
          )}
        </p>
      </div>
    </Panel>
  );
}
