"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { STATUSES } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import type { ArchitectureList as Listed } from "@/lib/architecture/schemas";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { useTimeHref } from "@/components/shell/use-time-href";
import { architectureQueries } from "./architecture-queries";
import { NewDiagram } from "./new-diagram";

/** Every business with how its parts are: the first step of the way down. */
export function ArchitectureList() {
  const t = useTranslations("architecture");
  const query = useQuery(architectureQueries.list());
  const all = query.data?.architectures ?? [];
  return (
    <PanelStates
      query={query}
      isEmpty={all.length === 0}
      empty={{ title: t("none"), hint: t("noneHint"), action: <NewDiagram /> }}
    >
      <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {all.map((one) => (
          <li key={one.slug}>
            <Card architecture={one} />
          </li>
        ))}
      </ul>
      <NewDiagram />
    </PanelStates>
  );
}

function Card({ architecture }: { architecture: Listed["architectures"][number] }) {
  const t = useTranslations("architecture");
  const status = useTranslations("common.status");
  const local = useLocalText();
  const href = useTimeHref();
  const { slug, title, titleZh, version, updatedAt, updatedBy } = architecture;
  const query = useQuery(architectureQueries.state(slug, null));
  const nodes = query.data?.nodes ?? [];
  return (
    <Panel
      title={
        <Link href={href(`/architecture/${slug}`)} className="hover:text-accent hover:underline">
          {local(title, titleZh)}
        </Link>
      }
      description={
        version === 0 ? (
          t("generatedNow")
        ) : (
          <>
            {t("version", { version })} · {updatedBy} · <Age at={updatedAt} />
          </>
        )
      }
      actions={<ArrowRight className="size-4 text-faint" aria-hidden />}
    >
      <PanelStates query={query} lines={2}>
        <ul aria-label={t("nodesByStatus")} className="flex flex-wrap gap-x-4 gap-y-1">
          {STATUSES.flatMap((one) => {
            const count = nodes.filter((node) => node.status === one).length;
            return count === 0
              ? []
              : [
                  <li key={one} className="flex items-center gap-1.5">
                    <StatusShape status={one} />
                    <span className="font-medium">{count}</span>
                    <span className="text-muted">{status(one)}</span>
                  </li>,
                ];
          })}
        </ul>
        <ul className="mt-2 flex flex-col gap-1">
          {nodes
            .filter((node) => node.status === "critical" || node.status === "warning")
            .sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status))
            .slice(0, WORST_MAX)
            .map((node) => (
              <li key={node.id}>
                <Link
                  href={`/architecture/${slug}?node=${encodeURIComponent(node.id)}`}
                  className="flex items-center gap-2 hover:text-accent hover:underline"
                >
                  <StatusShape status={node.status} label={status(node.status)} />
                  {node.id}
                </Link>
              </li>
            ))}
        </ul>
      </PanelStates>
    </Panel>
  );
}

/** The worst few: all of them are on the diagram. */
const WORST_MAX = 4;
