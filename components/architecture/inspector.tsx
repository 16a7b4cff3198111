"use client";
import { ArrowDownRight, ArrowUpLeft, Radar, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import { formatValue } from "@/lib/core/units";
import type { ArchitectureState, Diagram, DiagramNode, NodeState } from "@/lib/architecture/schemas";
import { BlastList } from "./blast-list";
import { CauseList } from "./cause-list";
import { NodeFigures } from "./node-figures";
import { NodeRecords } from "./node-records";
import { NodeResources } from "./node-resources";
import { Section } from "./section";
import { useWords } from "./use-words";

export interface InspectorProps {
  node: DiagramNode;
  state: NodeState | undefined;
  all: ArchitectureState | undefined;
  diagram: Diagram;
  at: number | null;
  blast: boolean;
  onBlast: (isOn: boolean) => void;
  onSelect: (id: string | null) => void;
  /** The form of an editor. */
  children?: ReactNode;
}

/** Everything about one node: why it is as it is, what it is made of, who needs it and whom it needs. */
export function Inspector({
  node,
  state,
  all,
  diagram,
  at,
  blast,
  onBlast,
  onSelect,
  children,
}: InspectorProps) {
  const t = useTranslations("architecture");
  const status = useTranslations("common.status");
  const words = useWords();
  return (
    <aside
      aria-label={t("inspector", { node: node.title })}
      className="flex min-h-0 w-full shrink-0 flex-col overflow-y-auto rounded-lg border bg-surface lg:w-88"
    >
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b bg-surface px-3 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold [overflow-wrap:anywhere]">{node.title}</h2>
          <p className="text-sm text-faint">
            {t(`layers.${node.layer}`)} · {words.members(state) || t("loadingState")}
          </p>
        </div>
        {state && <StatusBadge status={state.status}>{status(state.status)}</StatusBadge>}
        <IconButton icon={X} size="sm" label={t("deselect")} onClick={() => onSelect(null)} />
      </header>
      {children}
      {state && (
        <>
          <Section title={t("why")}>
            {state.reasons.length === 0 ? (
              <p className="text-muted">{t("allWell")}</p>
            ) : (
              <ul className="flex flex-col gap-1">
                {state.reasons.map((reason) => (
                  <li key={JSON.stringify(reason)} className="flex items-baseline gap-2">
                    <StatusShape status={reason.status} className="size-2.5 translate-y-px" />
                    <span className="min-w-0 [overflow-wrap:anywhere]">{words.reason(reason)}</span>
                  </li>
                ))}
              </ul>
            )}
            <p className="text-sm text-faint">
              {t("newestSample")}{" "}
              {at === null ? <Age at={state.sampleAt} /> : <AgeThen at={at} sampleAt={state.sampleAt} />}
            </p>
          </Section>
          <CauseList state={state} all={all} at={at} onSelect={onSelect} />
          <NodeFigures state={state} />
          <NodeResources state={state} at={at} />
          <NodeRecords state={state} known={all} />
        </>
      )}
      <Section title={t("relations")}>
        <Neighbours
          title={t("needs")}
          icon={<ArrowDownRight className="size-3.5 text-faint" aria-hidden />}
          ids={diagram.edges.filter((one) => one.source === node.id).map((one) => one.destination)}
          diagram={diagram}
          all={all}
          edge={(id) => all?.edges.find((one) => one.source === node.id && one.destination === id)}
          onSelect={onSelect}
        />
        <Neighbours
          title={t("neededBy")}
          icon={<ArrowUpLeft className="size-3.5 text-faint" aria-hidden />}
          ids={diagram.edges.filter((one) => one.destination === node.id).map((one) => one.source)}
          diagram={diagram}
          all={all}
          edge={(id) => all?.edges.find((one) => one.source === id && one.destination === node.id)}
          onSelect={onSelect}
        />
        <Button size="sm" aria-pressed={blast} onClick={() => onBlast(!blast)}>
          <Radar className="size-3.5" aria-hidden />
          {blast ? t("hideBlast") : t("showBlast")}
        </Button>
        {blast && state && (
          <BlastList state={state} all={all} at={at} onSelect={onSelect} diagram={diagram} />
        )}
      </Section>
    </aside>
  );
}

/** How old the newest sample was at the moment that is shown. */
function AgeThen({ at, sampleAt }: { at: number; sampleAt: number | null }) {
  const t = useTranslations("architecture");
  if (sampleAt === null) return <span className="text-unknown">—</span>;
  return <span>{t("ageThen", { age: formatValue(Math.max(0, at - sampleAt) / 1_000, "seconds") })}</span>;
}

function Neighbours({
  title,
  icon,
  ids,
  diagram,
  all,
  edge,
  onSelect,
}: {
  title: string;
  icon: ReactNode;
  ids: readonly string[];
  diagram: Diagram;
  all: ArchitectureState | undefined;
  edge: (id: string) => ArchitectureState["edges"][number] | undefined;
  onSelect: (id: string) => void;
}) {
  const t = useTranslations("architecture");
  return (
    <div className="flex flex-col gap-1">
      <h4 className="flex items-center gap-1 text-sm text-muted">
        {icon}
        {title}
      </h4>
      {ids.length === 0 && <p className="pl-5 text-sm text-faint">{t("nobody")}</p>}
      <ul className="flex flex-col">
        {ids.map((id) => {
          const seen = edge(id);
          return (
            <li key={id}>
              <button
                type="button"
                onClick={() => onSelect(id)}
                className="flex min-h-7 w-full items-center gap-2 rounded-md px-1 text-left hover:bg-raised"
              >
                <StatusShape status={all?.nodes.find((one) => one.id === id)?.status ?? "unknown"} />
                <span className="min-w-0 flex-1 truncate">
                  {diagram.nodes.find((one) => one.id === id)?.title ?? id}
                </span>
                <span className="text-sm whitespace-nowrap text-faint">
                  {seen?.callsPerS == null ? "–" : formatValue(seen.callsPerS, "requests/second")}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
