"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PanelStates } from "@/components/ui/panel-states";
import { formatValue } from "@/lib/core/units";
import type { ArchitectureState, Diagram, NodeState } from "@/lib/architecture/schemas";
import { architectureQueries } from "./architecture-queries";
import { nodesShowing } from "./graph-ids";

export interface BlastListProps {
  state: NodeState;
  all: ArchitectureState | undefined;
  diagram: Diagram;
  at: number | null;
  onSelect: (id: string) => void;
}

/** Who is touched when the node fails: the share of their work and the requests a second that are lost. */
export function BlastList({ state, all, diagram, at, onSelect }: BlastListProps) {
  const t = useTranslations("architecture");
  const [graphId] = state.graphIds;
  if (graphId === undefined) return <p className="text-sm text-unknown">{t("blastUnknown")}</p>;
  return <Touched graphId={graphId} all={all} diagram={diagram} at={at} onSelect={onSelect} />;
}

function Touched({
  graphId,
  all,
  diagram,
  at,
  onSelect,
}: Omit<BlastListProps, "state"> & { graphId: string }) {
  const t = useTranslations("architecture");
  const query = useQuery(architectureQueries.impact(graphId, at));
  const touched = query.data?.blast.touched ?? [];
  return (
    <PanelStates query={query} isEmpty={touched.length === 0} empty={{ title: t("blastNobody") }} lines={3}>
      <ul className="flex flex-col gap-1" aria-label={t("blast")}>
        {touched.map(({ id, share, requestsPerS, basis }) => {
          const [own] = nodesShowing(all, [id]);
          const title = diagram.nodes.find((node) => node.id === own)?.title ?? id;
          return (
            <li key={id}>
              <button
                type="button"
                disabled={own === undefined}
                onClick={() => own !== undefined && onSelect(own)}
                className="flex min-h-7 w-full items-baseline gap-2 rounded-md px-1 text-left enabled:hover:bg-raised"
              >
                <span className="min-w-0 flex-1 truncate">{title}</span>
                <span className="font-medium text-critical">{formatValue(share, "ratio")}</span>
                <span className="w-24 text-right text-sm text-faint">
                  {requestsPerS === null ? t(`basis.${basis}`) : formatValue(requestsPerS, "requests/second")}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </PanelStates>
  );
}
