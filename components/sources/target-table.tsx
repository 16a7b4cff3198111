"use client";
import { ChartSpline } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty } from "@/components/ui/panel-states";
import { formatCompact } from "@/lib/core/units";
import type { Translate } from "@/lib/i18n/translate";
import type { SourceDetails } from "@/lib/sources/schemas";
import { SILENT_AFTER_MS } from "./source-state";
import { targetHref } from "./target-href";

type Target = SourceDetails["targets"][number];

/** For which jobs and instances a source sends. */
export function TargetTable({ targets, more }: { targets: readonly Target[]; more: number }) {
  const t = useTranslations("sources.targets");
  const columns = useMemo(() => columnsOf(t), [t]);
  const labelled = targets.some(({ job, instance }) => job !== "" || instance !== "");
  return (
    <Panel title={t("title")} description={t("hint")} flush>
      {labelled ? (
        <DataTable
          label={t("title")}
          columns={columns}
          rows={targets}
          rowKey={({ job, instance }) => JSON.stringify([job, instance])}
        />
      ) : (
        <PanelEmpty title={t("none")} />
      )}
      {more > 0 && <p className="border-t px-3 py-2 text-sm text-faint">{t("more", { count: more })}</p>}
    </Panel>
  );
}

function columnsOf(t: Translate<"sources.targets">): DataColumn<Target>[] {
  return [
    {
      key: "job",
      header: t("job"),
      rowHeader: true,
      sort: ({ job }) => job,
      cell: ({ job, instance }) => (
        <Link
          href={targetHref({ job, instance })}
          aria-label={t("show", { job: job || instance || t("noJob") })}
          className="inline-flex items-center gap-1.5 text-accent hover:underline"
        >
          <ChartSpline className="size-3.5" aria-hidden />
          {job === "" ? <span className="text-faint">{t("noJob")}</span> : job}
        </Link>
      ),
    },
    {
      key: "instance",
      header: t("instance"),
      grow: true,
      sort: ({ instance }) => instance,
      cell: ({ instance }) => (
        <span className="[overflow-wrap:anywhere] whitespace-normal">{instance || "—"}</span>
      ),
    },
    {
      key: "samples",
      header: t("samples"),
      align: "end",
      sort: ({ samples }) => samples,
      cell: ({ samples }) => formatCompact(samples),
    },
    {
      key: "seen",
      header: t("lastSeen"),
      align: "end",
      sort: ({ lastSeenAt }) => lastSeenAt,
      cell: ({ lastSeenAt }) => <Age at={lastSeenAt} staleAfterMs={SILENT_AFTER_MS} />,
    },
  ];
}
