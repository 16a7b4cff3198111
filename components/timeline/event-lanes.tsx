"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { alignRange } from "@/components/charts/prepare/step";
import { PanelError, PanelLoading } from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import type { AlarmView } from "@/lib/alarms/schemas";
import { type RangeMs, SECOND_MS } from "@/lib/core/time";
import { formatValue } from "@/lib/core/units";
import type { RunView } from "@/lib/experiments/schemas";
import { BarLane, type LaneBar } from "./bar-lane";
import type { LaneControls } from "./lane-header";
import { alarmShape, alarmSubject, runShape, runStatus, SEVERITY_STATUS } from "./prepare-bars";
import { asLocale, titleIn } from "./text-in";
import { useTimeline } from "./timeline-context";
import { type ResourceSubject, timelineQueries } from "./timeline-queries";

export interface EventLaneProps {
  controls: LaneControls;
  onZoom: (range: RangeMs) => void;
  /** Only what is about this resource. */
  about?: ResourceSubject;
}

/** A live window moves all the time: what happened in it is asked for in blocks of this many steps. */
const BLOCK_STEPS = 30;

function useBlockWindow(): RangeMs {
  const { window, stepMs } = useTimeline();
  return alignRange(window, BLOCK_STEPS * stepMs);
}

/** In place of bars while there are none: loading, or what went wrong. Old bars stay while a refresh fails. */
function stateOf(query: { isPending: boolean; error: Error | null; data: unknown; refetch: () => unknown }) {
  if (query.data !== undefined) return undefined;
  if (query.error) return <PanelError error={query.error} onRetry={() => void query.refetch()} />;
  return query.isPending ? <PanelLoading lines={1} /> : undefined;
}

export function AlarmLane({ controls, onZoom, about }: EventLaneProps) {
  const t = useTranslations("timeline");
  const query = useQuery(timelineQueries.alarms(useBlockWindow(), about));
  const toBar = useAlarmBar();
  return (
    <BarLane
      lane="alarms"
      bars={(query.data ?? []).map(toBar)}
      controls={controls}
      empty={t("noAlarms")}
      state={stateOf(query)}
      onZoom={onZoom}
    />
  );
}

function useAlarmBar(): (alarm: AlarmView) => LaneBar {
  const t = useTranslations("timeline");
  const locale = asLocale(useLocale());
  const text = useTimeText();
  const now = useNow(SECOND_MS);
  const moment = (at: number | null) => (at === null ? t("bar.notYet") : text.dateTime(at));
  return (alarm) => {
    const subject = alarmSubject(alarm.labels);
    return {
      id: alarm.id,
      label: subject ? `${alarm.rule} · ${subject}` : alarm.rule,
      status: SEVERITY_STATUS[alarm.severity],
      ...alarmShape(alarm, now),
      summary: `${t(`severity.${alarm.severity}`)} · ${t(`alarmState.${alarm.state}`)}. ${locale === "zh" ? alarm.summaryZh : alarm.summary}`,
      details: [
        { term: t("bar.pendingSince"), text: moment(alarm.activeAt) },
        { term: t("bar.firedAt"), text: moment(alarm.firedAt) },
        { term: t("bar.resolvedAt"), text: moment(alarm.resolvedAt) },
        { term: t("bar.value"), text: formatValue(alarm.lastValue) },
        ...Object.entries(alarm.labels).map(([term, value]) => ({ term, text: value })),
      ],
    };
  };
}

export function ExperimentLane({ controls, onZoom, about }: EventLaneProps) {
  const t = useTranslations("timeline");
  const query = useQuery(timelineQueries.runs(useBlockWindow(), about));
  const toBar = useRunBar();
  return (
    <BarLane
      lane="experiments"
      bars={(query.data ?? []).map(toBar)}
      controls={controls}
      empty={t("noRuns")}
      state={stateOf(query)}
      onZoom={onZoom}
    />
  );
}

function useRunBar(): (run: RunView) => LaneBar {
  const t = useTranslations("timeline");
  const locale = useLocale();
  const text = useTimeText();
  const now = useNow(SECOND_MS);
  const moment = (at: number | null) => (at === null ? t("bar.notYet") : text.dateTime(at));
  return (run) => {
    const verdict = t(`verdict.${run.verdict ?? (run.endedAt === null ? "running" : "inconclusive")}`);
    return {
      id: run.id,
      label: `${titleIn(locale, run.experiment)} · ${verdict}`,
      status: runStatus(run),
      ...runShape(run, now),
      summary: run.reason ?? "",
      details: [
        { term: t("bar.verdict"), text: verdict },
        { term: t("bar.injectedAt"), text: moment(run.injectedAt) },
        { term: t("bar.rolledBackAt"), text: moment(run.rolledBackAt) },
        { term: t("bar.endedAt"), text: moment(run.endedAt) },
        ...run.injections.map((injection) => ({ term: injection.faultId, text: injection.resourceId })),
      ],
    };
  };
}
