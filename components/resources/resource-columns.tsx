import Link from "next/link";
import type { ReactNode } from "react";
import { SEVERITY_STATUS } from "@/components/alarms/severity-status";
import type { Translate } from "@/lib/i18n/translate";
import type { ResourceSort } from "@/lib/resources/constants";
import type { ResourceView } from "@/lib/resources/schemas";
import { CountCell, StateCell, UtilisationCell } from "./resource-cells";
import { FINDING_STATUS, productName } from "./resource-names";

export interface ResourceColumn {
  key: ResourceSort | "differences";
  header: string;
  /** Absent: it cannot be ordered by. */
  sort?: ResourceSort;
  /** Class of its width; columns do not move while rows come and go. */
  width: string;
  align?: "end";
  /** From which width of the screen on it is shown. */
  from?: "sm" | "xl" | "2xl";
  cell: (resource: ResourceView) => ReactNode;
}

const text = (value: string | null): ReactNode =>
  value === null ? <span className="text-faint">—</span> : <span title={value}>{value}</span>;

export function resourceColumns(
  t: Translate<"resources">,
  local: (en: string, zh: string) => string,
  hrefOf: (id: string) => string,
): ResourceColumn[] {
  return [
    {
      key: "id",
      header: t("columns.id"),
      sort: "id",
      width: "w-auto sm:w-52",
      cell: (resource) => (
        <>
          <Link
            href={hrefOf(resource.id)}
            title={resource.id}
            className="font-medium hover:text-accent hover:underline"
          >
            {resource.id}
          </Link>
          {resource.origin === "discovered" && (
            <span className="ml-2 text-sm text-info">{t("origins.discovered")}</span>
          )}
        </>
      ),
    },
    {
      key: "product",
      header: t("columns.product"),
      sort: "product",
      width: "w-32",
      from: "sm",
      cell: ({ product }) => text(productName(product, local)),
    },
    {
      key: "app",
      header: t("columns.app"),
      sort: "app",
      width: "w-24",
      from: "xl",
      cell: ({ app }) => text(app),
    },
    {
      key: "zone",
      header: t("columns.zone"),
      sort: "zone",
      width: "w-20",
      from: "xl",
      cell: ({ zone }) => text(zone),
    },
    {
      key: "cluster",
      header: t("columns.cluster"),
      sort: "cluster",
      width: "w-36",
      from: "2xl",
      cell: ({ cluster }) => text(cluster),
    },
    {
      key: "state",
      header: t("columns.state"),
      sort: "state",
      width: "w-32",
      from: "sm",
      cell: (resource) => <StateCell resource={resource} />,
    },
    {
      key: "utilisation",
      header: t("columns.utilisation"),
      sort: "utilisation",
      width: "w-20 lg:w-34",
      align: "end",
      cell: ({ utilisation }) => <UtilisationCell utilisation={utilisation} />,
    },
    {
      key: "alarms",
      header: t("columns.alarms"),
      sort: "alarms",
      width: "w-18",
      align: "end",
      cell: ({ alarms }) => (
        <CountCell
          count={alarms.firing}
          status={alarms.worst ? SEVERITY_STATUS[alarms.worst] : "unknown"}
          label={t("alarmsOf", { count: alarms.firing })}
        />
      ),
    },
    {
      key: "findings",
      header: t("columns.findings"),
      sort: "findings",
      width: "w-20",
      align: "end",
      from: "sm",
      cell: ({ findings }) => (
        <CountCell
          count={findings.open}
          status={findings.worst ? FINDING_STATUS[findings.worst] : "unknown"}
          label={t("findingsOf", { count: findings.open })}
        />
      ),
    },
    {
      key: "faults",
      header: t("columns.faults"),
      sort: "faults",
      width: "w-16",
      align: "end",
      from: "sm",
      cell: ({ faults }) => (
        <CountCell count={faults} status="critical" label={t("faultsOf", { count: faults })} />
      ),
    },
    {
      key: "differences",
      header: t("columns.differences"),
      width: "w-24",
      align: "end",
      from: "2xl",
      cell: ({ differences }) => (
        <CountCell count={differences} status="warning" label={t("differencesOf", { count: differences })} />
      ),
    },
  ];
}
