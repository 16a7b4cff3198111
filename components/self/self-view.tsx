"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/components/auth/viewer";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty } from "@/components/ui/panel-states";
import { formatValue } from "@/lib/core/units";
import { OwnAlarms } from "./own-alarms";
import { PartTable } from "./part-table";
import { selfQueries } from "./self-queries";
import { ServiceTable } from "./service-table";
import { TraceList } from "./trace-list";

/** How Evenkeel itself is: its parts, its services, its alarms, its traces. */
export function SelfView() {
  const t = useTranslations("self");
  const query = useQuery(selfQueries.overview());
  const refusal = useRefusal("operator");
  const stored = query.data?.traces;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        {t("intro")}{" "}
        <Link href="/timeline?focus=evenkeel" className="text-accent underline underline-offset-2">
          {t("toTimeline")}
        </Link>
      </p>
      <PartTable query={query} />
      <div className="grid gap-4 lg:grid-cols-2">
        <ServiceTable query={query} />
        <OwnAlarms />
      </div>
      {refusal === undefined ? (
        <TraceList />
      ) : (
        <Panel title={t("traces")} flush>
          <PanelEmpty title={t("operatorOnly")} hint={refusal} />
        </Panel>
      )}
      {stored && (
        <p className="text-sm text-faint">
          {t("stored", { count: stored.count, bytes: formatValue(stored.bytes, "bytes") })}
        </p>
      )}
    </div>
  );
}
