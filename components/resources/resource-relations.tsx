"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SEVERITY_STATUS } from "@/components/alarms/severity-status";
import { useTimeHref } from "@/components/shell/use-time-href";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { StatusShape } from "@/components/ui/status-shape";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { RelatedResource, ResourceDetail } from "@/lib/resources/schemas";
import { productName, SEEN_STATUS } from "./resource-names";
import { resourcePageHref } from "./resource-queries";

const SHOWN = 8;

/** What it needs, what needs it, and who shares its cluster. */
export function ResourceRelations({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const { dangling } = detail;
  return (
    <Panel title={t("relations")}>
      <div className="flex flex-col gap-4">
        <Relation title={t("dependsOn")} relation={detail.dependsOn} none={t("dependsOnNothing")} />
        {dangling.length > 0 && (
          <p className="flex items-start gap-2 text-warning">
            <StatusShape status="warning" className="mt-1.5 size-2.5" />
            <span className="[overflow-wrap:anywhere]">{t("dangling", { ids: dangling.join(", ") })}</span>
          </p>
        )}
        <Relation title={t("dependedOnBy")} relation={detail.dependedOnBy} none={t("nobodyDepends")} />
        {detail.resource.cluster !== null && (
          <Relation
            title={t("clusterMembers", { cluster: detail.resource.cluster })}
            relation={detail.cluster}
            none={t("alone")}
          />
        )}
      </div>
    </Panel>
  );
}

interface RelationProps {
  title: string;
  relation: { resources: readonly RelatedResource[]; total: number };
  none: string;
}

function Relation({ title, relation, none }: RelationProps) {
  const t = useTranslations("resources");
  const [all, setAll] = useState(false);
  const shown = all ? relation.resources : relation.resources.slice(0, SHOWN);
  return (
    <section>
      <h3 className="mb-1 font-semibold">
        {title} <span className="font-normal text-faint">{relation.total}</span>
      </h3>
      {relation.total === 0 && <p className="text-muted">{none}</p>}
      <ul className="grid gap-x-4 sm:grid-cols-2">
        {shown.map((resource) => (
          <Related key={resource.id} resource={resource} />
        ))}
      </ul>
      {relation.resources.length > SHOWN && (
        <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
          {all ? t("fewer") : t("more", { count: relation.resources.length - SHOWN })}
        </Button>
      )}
      {all && relation.total > relation.resources.length && (
        <p className="text-sm text-faint">
          {t("relationMore", { count: relation.total - relation.resources.length })}
        </p>
      )}
    </section>
  );
}

function Related({ resource }: { resource: RelatedResource }) {
  const t = useTranslations("resources");
  const local = useLocalText();
  const timeHref = useTimeHref();
  const { alarms, seen, state, id } = resource;
  const firing = alarms.worst !== null;
  const status = alarms.worst
    ? SEVERITY_STATUS[alarms.worst]
    : state === "gone"
      ? "unknown"
      : SEEN_STATUS[seen];
  const label = firing ? t("alarmsOf", { count: alarms.firing }) : t(`seenStates.${seen}`);
  return (
    <li className="flex min-h-6 min-w-0 items-center gap-2">
      <StatusShape status={status} label={label} />
      <Link
        href={timeHref(resourcePageHref(id))}
        className="truncate hover:text-accent hover:underline"
        title={id}
      >
        {id}
      </Link>
      <span className="shrink-0 text-sm text-faint">{productName(resource.product, local)}</span>
    </li>
  );
}
