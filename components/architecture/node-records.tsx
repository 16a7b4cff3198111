"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LEVEL_STATUS } from "@/components/risks/level-status";
import { StatusShape } from "@/components/ui/status-shape";
import { useTimeText } from "@/components/ui/use-time-text";
import type { ArchitectureState, NodeState } from "@/lib/architecture/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { findFault } from "@/lib/products/catalogue";
import type { Status } from "@/components/ui/status";
import { Section } from "./section";

/** More lines than this of one kind are on the page of that kind. */
const LINES_MAX = 12;

/** Alarms, faults and risks of a node at the moment that is shown. */
export function NodeRecords({ state, known }: { state: NodeState; known: ArchitectureState | undefined }) {
  const t = useTranslations("architecture");
  const local = useLocalText();
  const text = useTimeText();
  return (
    <>
      <Records
        title={t("overlays.alarms")}
        empty={known?.alarmsKnown ? t("noAlarms") : t("alarmsUnknown")}
        isKnown={known?.alarmsKnown ?? false}
        rows={state.alarms.map(
          ({ id, rule, severity, state: now, resource, activeAt, summary, summaryZh }) => ({
            id,
            status: now === "firing" ? severity : "info",
            href: "/alarms",
            text: rule,
            note: [
              resource,
              now === "pending" ? t("pending") : null,
              text.time(activeAt),
              local(summary, summaryZh),
            ]
              .filter(Boolean)
              .join(" · "),
          }),
        )}
      />
      <Records
        title={t("overlays.faults")}
        empty={t("noFaults")}
        isKnown
        rows={state.faults.map(({ id, faultId, runId, resource, from }) => {
          const { title } = findFault(faultId) ?? { title: { en: faultId, zh: faultId } };
          return {
            id,
            status: "critical",
            href: runId === null ? "/experiments" : `/experiments/runs/${runId}`,
            text: local(title.en, title.zh),
            note: `${resource} · ${t("since", { time: text.time(from) })}`,
          };
        })}
      />
      <Records
        title={t("overlays.risk")}
        empty={known?.risksKnown ? t("noRisks") : t("risksUnknown")}
        isKnown={known?.risksKnown ?? false}
        rows={state.risks.map(({ id, checkId, level, resource }) => ({
          id,
          status: LEVEL_STATUS[level],
          href: "/risks",
          text: checkId,
          note: resource,
        }))}
      />
    </>
  );
}

interface Row {
  id: string;
  status: Status;
  href: string;
  text: string;
  note: string;
}

function Records({
  title,
  empty,
  isKnown,
  rows,
}: {
  title: string;
  empty: ReactNode;
  isKnown: boolean;
  rows: readonly Row[];
}) {
  const t = useTranslations("architecture");
  return (
    <Section title={rows.length > 0 ? `${title} (${rows.length})` : title}>
      {rows.length === 0 && <p className={isKnown ? "text-muted" : "text-unknown"}>{empty}</p>}
      {rows.length > 0 && (
        <ul className="flex flex-col gap-1">
          {rows.slice(0, LINES_MAX).map(({ id, status, href, text, note }) => (
            <li key={id} className="flex items-baseline gap-2">
              <StatusShape status={status} className="size-2.5 translate-y-px" />
              <span className="min-w-0 flex-1">
                <Link href={href} className="font-medium hover:text-accent hover:underline">
                  {text}
                </Link>
                <span className="block text-sm text-faint [overflow-wrap:anywhere]">{note}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {rows.length > LINES_MAX && (
        <p className="text-sm text-faint">{t("more", { count: rows.length - LINES_MAX })}</p>
      )}
    </Section>
  );
}
