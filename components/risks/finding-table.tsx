"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { resourcePageHref } from "@/components/resources/resource-queries";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import type { Translate } from "@/lib/i18n/translate";
import type { FindingView } from "@/lib/risk/schemas";
import { evidenceText } from "./evidence-text";

/** What a check found on which resource, with the evidence and the points. */
export function FindingTable({ findings, label }: { findings: readonly FindingView[]; label: string }) {
  const t = useTranslations("risks");
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <div className="rounded-md border">
      <DataTable label={label} columns={columns} rows={findings} rowKey={(finding) => finding.id} />
    </div>
  );
}

function columnsOf(t: Translate<"risks">): DataColumn<FindingView>[] {
  return [
    {
      key: "resource",
      header: t("resource"),
      rowHeader: true,
      sort: (finding) => finding.resourceId,
      cell: (finding) => (
        <Link href={resourcePageHref(finding.resourceId)} className="hover:text-accent hover:underline">
          {finding.resourceId}
        </Link>
      ),
    },
    {
      key: "evidence",
      header: t("evidence"),
      grow: true,
      cell: (finding) => <span className="text-muted">{evidenceText(finding.evidence, t)}</span>,
    },
    {
      key: "opened",
      header: t("opened"),
      align: "end",
      wideOnly: true,
      sort: (finding) => finding.openedAt,
      cell: (finding) => <Age at={finding.openedAt} />,
    },
    {
      key: "points",
      header: t("points"),
      align: "end",
      sort: (finding) => finding.points,
      cell: (finding) => `−${finding.points.toFixed(2)}`,
    },
  ];
}
