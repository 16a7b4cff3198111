"use client";
import { useQuery } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { PanelStates } from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";
import { useTimeText } from "@/components/ui/use-time-text";
import { formatValue } from "@/lib/core/units";
import { MINUTE_MS } from "@/lib/core/time";
import type { ArchitectureState, NodeState } from "@/lib/architecture/schemas";
import type { DoubtView, Localisation } from "@/lib/localisation/schemas";
import { architectureQueries } from "./architecture-queries";
import { nodesWith } from "./graph-ids";
import { metricHref } from "./metric-href";
import { Section } from "./section";
import { useWords } from "./use-words";

export interface CauseListProps {
  state: NodeState;
  all: ArchitectureState | undefined;
  at: number | null;
  onSelect: (id: string) => void;
}

/** What of a symptom is looked at, up to the moment that is shown: the default of the endpoint. */
const WINDOW_MS = 5 * MINUTE_MS;

/** Which resources most likely caused what the node shows. Asked for by hand: it reads the metrics of half the graph. */
export function CauseList({ state, ...rest }: CauseListProps) {
  const t = useTranslations("architecture");
  const now = useNow(MINUTE_MS);
  const [asked, setAsked] = useState<{ node: string; to: number } | null>(null);
  const [node] = state.graphIds;
  if (node === undefined) return null;
  const isAsked = asked?.node === node;
  return (
    <Section title={t("causes")}>
      <Button
        size="sm"
        className="self-start"
        onClick={() => setAsked({ node, to: rest.at ?? (now || Date.now()) })}
      >
        <ScanSearch className="size-3.5" aria-hidden />
        {isAsked ? t("findCausesAgain") : t("findCauses")}
      </Button>
      {isAsked && <Causes node={node} to={asked.to} {...rest} />}
    </Section>
  );
}

function Causes({ node, to, all, onSelect }: Omit<CauseListProps, "state"> & { node: string; to: number }) {
  const t = useTranslations("architecture");
  const text = useTimeText();
  const query = useQuery(architectureQueries.causes(node, { from: to - WINDOW_MS, to }));
  const found = query.data;
  return (
    <PanelStates
      query={query}
      isEmpty={found?.causes.length === 0}
      empty={{ title: t("noCauses"), hint: t("noCausesHint") }}
      unknown={found && found.unread.length > 0 ? t("unread", { count: found.unread.length }) : undefined}
      lines={5}
    >
      {found && (
        <>
          <p className="text-sm text-muted">
            {found.symptom.since === null
              ? t("noSymptom")
              : t("symptomSince", { time: text.time(found.symptom.since) })}{" "}
            {t("lookedAt", { resources: found.resources, metrics: found.metrics })}
          </p>
          <ol className="flex flex-col gap-2" aria-label={t("causes")}>
            {found.causes.map((cause, index) => (
              <Cause
                key={cause.resource}
                cause={cause}
                rank={index + 1}
                all={all}
                onSelect={onSelect}
                to={to}
              />
            ))}
          </ol>
        </>
      )}
    </PanelStates>
  );
}

/** More lines of evidence are on the timeline. */
const EVIDENCE_MAX = 3;

function Cause({
  cause: { resource, score, evidence, path, doubts },
  rank,
  all,
  to,
  onSelect,
}: {
  cause: Localisation["causes"][number];
  rank: number;
  all: ArchitectureState | undefined;
  to: number;
  onSelect: (id: string) => void;
}) {
  const t = useTranslations("architecture");
  const words = useWords();
  const text = useTimeText();
  const [own] = nodesWith(all, [resource]);
  return (
    <li className="flex flex-col gap-0.5">
      <span className="flex items-baseline gap-2">
        <span className="w-4 text-right text-faint">{rank}</span>
        <button
          type="button"
          disabled={own === undefined}
          onClick={() => own !== undefined && onSelect(own)}
          className="min-w-0 flex-1 truncate text-left font-medium enabled:hover:text-accent enabled:hover:underline"
        >
          {resource}
        </button>
        <span className="text-sm text-muted" title={t("scoreHint")}>
          {formatValue(score, "ratio")}
        </span>
      </span>
      {path.length > 1 && <span className="pl-6 text-sm text-faint">{path.join(" → ")}</span>}
      <ul className="flex flex-col pl-6">
        {evidence.slice(0, EVIDENCE_MAX).map(({ metric, usual, level, since, unit }) => (
          <li key={metric} className="text-sm">
            <Link href={metricHref(metric, resource, to)} className="hover:text-accent hover:underline">
              {t("moved", {
                metric: words.metric(metric),
                usual: formatValue(usual, unit),
                level: formatValue(level, unit),
                time: text.time(since),
              })}
            </Link>
          </li>
        ))}
        {doubts.map((doubt) => (
          <li key={JSON.stringify(doubt)} className="text-sm text-faint">
            {t("but")} <Doubt doubt={doubt} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Doubt({ doubt }: { doubt: DoubtView }) {
  const t = useTranslations("architecture.doubt");
  const text = useTimeText();
  switch (doubt.kind) {
    case "downstream":
    case "host":
      return t(doubt.kind, { by: doubt.by, share: formatValue(doubt.share, "ratio") });
    case "load":
      return t("load", { factor: doubt.factor.toFixed(1) });
    case "peer":
      return t("peer", { by: doubt.by });
    case "late":
      return t("late", { duration: text.duration(doubt.byMs) });
    default:
      return t("like_peers");
  }
}
