"use client";
import { useTranslations } from "next-intl";
import { formatValue } from "@/lib/core/units";
import type { Measured, NodeState } from "@/lib/architecture/schemas";
import { Section } from "./section";
import { metricHref } from "./metric-href";
import { useWords } from "./use-words";
import Link from "next/link";

/** The figures of a node, each with the resource and the metric that it is of. */
export function NodeFigures({ state }: { state: NodeState }) {
  const t = useTranslations("architecture");
  const { traffic, utilisation, errors, latencyS, capacity } = state;
  return (
    <Section title={t("figures")}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-1">
        <dt className="text-muted">{t("traffic")}</dt>
        <dd className="text-right font-medium">
          {traffic ? formatValue(traffic.value, traffic.unit) : <Unknown />}
        </dd>
        <Figure label={t("overlays.utilisation")} of={utilisation} unit="ratio" />
        <Figure label={t("errors")} of={errors} unit="ratio" />
        <Figure label={t("latency")} of={latencyS} unit="seconds" />
        <dt className="text-muted">{t("overlays.capacity")}</dt>
        <dd className="text-right">
          {capacity ? (
            <>
              <span className="font-medium">{t("times", { factor: capacity.value.toFixed(1) })}</span>
              <Source of={capacity} />
            </>
          ) : (
            <Unknown />
          )}
        </dd>
      </dl>
    </Section>
  );
}

function Figure({ label, of, unit }: { label: string; of: Measured | null; unit: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 text-right">
        {of ? (
          <>
            <span
              className={
                of.threshold !== null && of.value > of.threshold ? "font-medium text-warning" : "font-medium"
              }
            >
              {formatValue(of.value, unit)}
            </span>
            <Source of={of} />
          </>
        ) : (
          <Unknown />
        )}
      </dd>
    </>
  );
}

function Source({ of }: { of: Measured }) {
  const words = useWords();
  return (
    <Link
      href={metricHref(of.metric, of.resource)}
      className="block truncate text-sm text-faint hover:text-accent hover:underline"
    >
      {words.metric(of.metric)} · {of.resource}
    </Link>
  );
}

function Unknown() {
  return <span className="text-unknown">–</span>;
}
