"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "@/components/ui/age";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { ResourceDetail } from "@/lib/resources/schemas";
import { productName } from "./resource-names";
import { specText } from "./spec-text";

/** What is recorded, and beside each attribute what is seen where it differs. */
export function ResourceFacts({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const local = useLocalText();
  const { resource, observed } = detail;
  const filtered = (
    name: "product" | "app" | "layer" | "zone" | "cluster",
    value: string | null,
    text: ReactNode,
  ) =>
    value === null ? null : (
      <Link
        href={`/resources?${name === "cluster" ? "q" : name}=${encodeURIComponent(value)}`}
        className="hover:text-accent hover:underline"
      >
        {text}
      </Link>
    );
  const labels = Object.entries(resource.labels);
  return (
    <Panel title={t("facts")} description={t(`origins.${resource.origin}`)}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-1">
        <Fact
          name={t("columns.product")}
          value={filtered("product", resource.product, productName(resource.product, local))}
        />
        <Fact name={t("columns.app")} value={filtered("app", resource.app, resource.app)} />
        <Fact
          name={t("columns.layer")}
          value={resource.layer && filtered("layer", resource.layer, t(`layers.${resource.layer}`))}
        />
        <Fact name={t("columns.zone")} value={filtered("zone", resource.zone, resource.zone)} />
        <Fact name={t("columns.cluster")} value={filtered("cluster", resource.cluster, resource.cluster)} />
        <Fact
          name={t("facets.label")}
          value={
            labels.length === 0 ? null : <Labels pairs={labels.map(([name, value]) => `${name}=${value}`)} />
          }
        />
        {observed && (
          <>
            <Fact name={t("firstSeen")} value={<Age at={observed.firstSeenAt} />} />
            <Fact name={t("seenWith")} value={<Labels pairs={seenPairs(observed.attributes)} />} />
            <Fact
              name={t("seenAs")}
              value={
                <code className="font-mono text-sm [overflow-wrap:anywhere]">{`{${detail.selector}}`}</code>
              }
            />
          </>
        )}
        <Fact name={t("recorded")} value={<Age at={detail.createdAt} />} />
        <Fact name={t("keptBy")} value={t(`keepers.${resource.keeper}`)} />
      </dl>
      <h3 className="mt-4 mb-1 font-semibold">{t("spec")}</h3>
      {Object.keys(resource.spec).length === 0 ? (
        <p className="text-muted">{t("noSpec")}</p>
      ) : (
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-1">
          {Object.entries(resource.spec).map(([name, value]) => (
            <Fact key={name} name={name} value={specText(name, value)} mono />
          ))}
        </dl>
      )}
    </Panel>
  );
}

const seenPairs = (attributes: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(attributes).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));

function Labels({ pairs }: { pairs: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {pairs.map((pair) => (
        <Badge key={pair}>{pair}</Badge>
      ))}
    </span>
  );
}

function Fact({ name, value, mono = false }: { name: string; value: ReactNode; mono?: boolean }) {
  return (
    <>
      <dt className={mono ? "font-mono text-sm text-faint" : "text-faint"}>{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{value ?? <span className="text-faint">—</span>}</dd>
    </>
  );
}
