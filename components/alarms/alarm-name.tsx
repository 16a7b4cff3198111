"use client";
import Link from "next/link";
import { episodeHref } from "@/components/time/timeline-href";
import type { AlarmView } from "@/lib/alarms/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";

/** Rule and summary; leads to the timeline on the episode. */
export function AlarmName({ alarm }: { alarm: AlarmView }) {
  const local = useLocalText();
  const summary = local(alarm.summary, alarm.summaryZh);
  return (
    <span className="flex min-w-48 flex-col">
      <Link
        href={episodeHref(alarm.activeAt, alarm.resolvedAt)}
        className="font-medium hover:text-accent hover:underline"
      >
        {alarm.rule}
      </Link>
      {summary !== "" && <span className="text-sm text-muted">{summary}</span>}
    </span>
  );
}
