"use client";
import { ChartSpline } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StatusShape } from "@/components/ui/status-shape";
import type { NodeState } from "@/lib/architecture/schemas";
import { findProduct } from "@/lib/products/catalogue";
import { Section } from "./section";
import { metricHref } from "./metric-href";

/** More rows than this are a page of their own: the inventory. */
const ROWS_MAX = 60;

/** What a node is bound to, what it was bound to and is gone, and selectors that fit nothing. */
export function NodeResources({ state, at }: { state: NodeState; at: number | null }) {
  const t = useTranslations("architecture");
  const status = useTranslations("common.status");
  const { resources, missing, empty } = state;
  return (
    <Section title={t("resources", { count: resources.length })}>
      {missing.map(({ id, reason }) => (
        <p key={id} className="flex items-baseline gap-2 text-warning">
          <StatusShape status="warning" className="size-2.5 translate-y-px" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{t(`missing.${reason}`, { id })}</span>
        </p>
      ))}
      {empty.map((selector) => (
        <p key={selector} className="flex items-baseline gap-2 text-info">
          <StatusShape status="info" className="size-2.5 translate-y-px" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{t("emptySelector", { selector })}</span>
        </p>
      ))}
      <ul className="flex flex-col">
        {resources.slice(0, ROWS_MAX).map(({ id, product, zone, status: condition, stale }) => {
          const metric = findProduct(product)?.metrics.find(({ type }) => type === "gauge");
          return (
            <li key={id} className="flex min-h-7 items-center gap-2">
              <StatusShape status={condition} label={status(condition)} />
              <Link
                href={`/resources/${encodeURIComponent(id)}`}
                className="min-w-0 flex-1 truncate hover:text-accent hover:underline"
              >
                {id}
              </Link>
              {stale && <span className="text-sm text-unknown">{t("stale")}</span>}
              <span className="text-sm text-faint">{zone ?? ""}</span>
              {metric && (
                <Link
                  href={metricHref(metric.name, id, at)}
                  aria-label={t("onTimeline", { resource: id })}
                  className="rounded-md p-1 text-faint hover:bg-raised hover:text-fg"
                >
                  <ChartSpline className="size-3.5" aria-hidden />
                </Link>
              )}
            </li>
          );
        })}
      </ul>
      {resources.length > ROWS_MAX && (
        <p className="text-sm text-faint">{t("more", { count: resources.length - ROWS_MAX })}</p>
      )}
    </Section>
  );
}
