"use client";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import type { Status } from "@/components/ui/status";
import { formatValue } from "@/lib/core/units";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { ResourceView } from "@/lib/resources/schemas";
import { isFull, metricName, SEEN_STATUS, STATE_STATUS } from "./resource-names";

export function StateBadge({ state }: { state: ResourceView["state"] }) {
  const t = useTranslations("resources");
  return <StatusBadge status={STATE_STATUS[state]}>{t(`states.${state}`)}</StatusBadge>;
}

export function SeenBadge({ seen }: { seen: ResourceView["seen"] }) {
  const t = useTranslations("resources");
  return <StatusBadge status={SEEN_STATUS[seen]}>{t(`seenStates.${seen}`)}</StatusBadge>;
}

/** The state, and beside it that no samples come, which is what a reader must not miss. */
export function StateCell({ resource }: { resource: ResourceView }) {
  const t = useTranslations("resources");
  const { state, seen } = resource;
  const silent = seen !== "seen" && state !== "gone" && state !== "planned";
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      <StatusShape status={STATE_STATUS[state]} />
      {t(`states.${state}`)}
      {silent && <span className="text-sm text-unknown">· {t(`seenStates.${seen}`)}</span>}
    </span>
  );
}

/** How full the fullest thing is that it owns. No figure is drawn as none, not as zero. */
export function UtilisationCell({ utilisation }: { utilisation: ResourceView["utilisation"] }) {
  const t = useTranslations("resources");
  const local = useLocalText();
  if (utilisation === null)
    return (
      <span className="text-unknown" title={t("noUtilisation")}>
        —
      </span>
    );
  const full = isFull(utilisation);
  return (
    <span
      className="flex items-center justify-end gap-2"
      title={`${metricName(utilisation.metric, local)}: ${formatValue(utilisation.value, "ratio")}`}
    >
      <span aria-hidden className="h-1.5 w-12 overflow-hidden rounded-sm bg-raised max-lg:hidden">
        <span
          className={classNames("block h-full", full ? "bg-warning" : "bg-accent")}
          style={{ width: `${Math.min(100, 100 * utilisation.value)}%` }}
        />
      </span>
      <span className={classNames("w-11 text-right", full && "font-medium text-warning")}>
        {formatValue(utilisation.value, "ratio")}
      </span>
    </span>
  );
}

/** A count that matters when it is not zero. */
export function CountCell({ count, status, label }: { count: number; status: Status; label: string }) {
  if (count === 0) return <span className="text-faint">0</span>;
  return (
    <span className="inline-flex items-center justify-end gap-1.5 font-medium" title={label}>
      <StatusShape status={status} label={label} />
      {count}
    </span>
  );
}
