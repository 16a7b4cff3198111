"use client";
import { ChevronRight, ExternalLink } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { QueryNoteList } from "@/components/metrics/query-notes";
import { CodeBlock } from "@/components/ui/code-block";
import type { Receipt, Reply, Source } from "@/lib/chat/schemas";
import { HOUR_MS } from "@/lib/core/time";
import { timelineHref } from "./timeline-href";

/** How each figure was computed, so that anyone can compute it again. */
export function Receipts({ reply }: { reply: Pick<Reply, "queries" | "sources"> }) {
  const t = useTranslations("chat.receipt");
  const count = reply.queries.length + reply.sources.length;
  if (count === 0) return null;
  return (
    <details className="group min-w-0">
      <summary className="flex min-h-6 w-fit cursor-pointer items-center gap-1 rounded-sm text-sm text-muted hover:text-fg">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden />
        {t("title", { count })}
      </summary>
      <ol className="mt-2 flex flex-col gap-3">
        {reply.queries.map((query) => (
          <li key={`${query.purpose} ${query.promql} ${query.to}`} className="min-w-0">
            <QueryReceipt query={query} />
          </li>
        ))}
        {reply.sources.map((source) => (
          <li key={source.path} className="min-w-0">
            <SourceReceipt source={source} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function useMoment() {
  const format = useFormatter();
  return (at: number, timeZone: string) =>
    format.dateTime(at, {
      timeZone,
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
}

function QueryReceipt({ query }: { query: Receipt }) {
  const t = useTranslations("chat.receipt");
  const moment = useMoment();
  const format = useFormatter();
  const instant = query.stepS === 0;
  const range =
    query.from === query.to
      ? moment(query.to, query.timezone)
      : `${moment(query.from, query.timezone)} – ${moment(query.to, query.timezone)}`;
  const facts = [
    { name: t("range"), value: `${range} (${query.timezone})` },
    { name: t("evaluated"), value: instant ? t("instant") : t("step", { seconds: query.stepS }) },
    { name: t("unit"), value: query.unit || t("noUnit") },
    {
      name: t("samples"),
      value:
        query.sampleCount === null
          ? t("uncounted")
          : t("samplesOf", { samples: format.number(query.sampleCount), series: query.seriesCount }),
    },
    {
      name: t("newest"),
      value: query.newestSampleAt === null ? t("noNewest") : moment(query.newestSampleAt, query.timezone),
    },
  ];
  // A moment is opened with the hour that leads to it.
  const from = query.to > query.from ? query.from : query.to - HOUR_MS;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <CodeBlock code={query.promql} label={`PromQL · ${t(`purpose.${query.purpose}`)}`} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 px-1 text-sm">
        {facts.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="min-w-0 text-muted [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      {query.notes.length > 0 && (
        <div className="px-1">
          <p className="text-sm text-faint">{t("notes")}</p>
          <QueryNoteList notes={query.notes} />
        </div>
      )}
      <Link
        href={timelineHref(query.promql, from, query.to)}
        className="flex min-h-6 w-fit items-center gap-1 px-1 text-sm text-accent hover:underline"
      >
        {t("openInTimeline")}
        <ExternalLink className="size-3" aria-hidden />
      </Link>
    </div>
  );
}

function SourceReceipt({ source }: { source: Source }) {
  const t = useTranslations("chat.receipt");
  return <CodeBlock code={`GET ${source.path}`} label={t("source")} />;
}
