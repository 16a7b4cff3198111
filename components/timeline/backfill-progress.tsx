"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { StatusShape } from "@/components/ui/status-shape";
import { prepareBackfill } from "./prepare-backfill";
import { timelineQueries } from "./timeline-queries";

/**
 * How far the history is filled, while it is being filled: what is not there yet must not be taken for a gap. Also that the
 * simulated cloud stands still, and why.
 */
export function BackfillProgress() {
  const t = useTranslations("timeline");
  const { data } = useQuery(timelineQueries.simulator());
  const state = data ? prepareBackfill(data.backfills) : null;
  if (data?.waiting) {
    return (
      <output className="flex flex-wrap items-center gap-x-2 border-b px-3 py-1.5 text-sm text-warning">
        <StatusShape status="warning" />
        <span>
          {t("simulatorWaits")} <Age at={data.waiting.since} />
        </span>
        <span className="min-w-0 [overflow-wrap:anywhere] text-muted">{data.waiting.reason}</span>
      </output>
    );
  }
  if (!state) return null;
  if (state.error !== null) {
    return (
      <p role="alert" className="flex items-center gap-2 border-b px-3 py-1.5 text-sm text-warning">
        <StatusShape status="warning" />
        {t("backfillFailed", { message: state.error })}
      </p>
    );
  }
  const percent = Math.floor(100 * state.progress);
  return (
    <label className="flex items-center gap-3 border-b px-3 py-1.5 text-sm text-muted">
      <progress
        value={percent}
        max={100}
        className="h-1 w-32 appearance-none overflow-hidden rounded-sm bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
      />
      {t("backfill", { percent })}
    </label>
  );
}
