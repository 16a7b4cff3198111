"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty } from "@/components/ui/panel-states";
import { StatusShape } from "@/components/ui/status-shape";
import { useTimeText } from "@/components/ui/use-time-text";
import type { SourceRejection } from "@/lib/sources/schemas";

/** Why something was refused, in words: what happened, why we do not take it, what to do, and an example. */
export function RejectionList({ rejections }: { rejections: readonly SourceRejection[] }) {
  const t = useTranslations("sources.rejections");
  if (rejections.length === 0)
    return (
      <Panel title={t("title")} flush>
        <PanelEmpty title={t("none")} hint={t("noneHint")} />
      </Panel>
    );
  return (
    <Panel title={t("title")} description={t("hint")} flush>
      <ul className="divide-y">
        {rejections.map((rejection) => (
          <Rejection key={rejection.code} rejection={rejection} />
        ))}
      </ul>
    </Panel>
  );
}

/** The longest time that a date can be made of. @see ECMA-262, "Time Values and Time Range" */
const DATE_MS_MAX = 8.64e15;

/** How far off the time of the example is: whole hours point at a time zone, more at a wrong unit. */
function SampleTime({ sampleAt, arrivedAt }: { sampleAt: number; arrivedAt: number }) {
  const t = useTranslations("sources.rejections");
  const text = useTimeText();
  const format = useFormatter();
  if (Math.abs(sampleAt) > DATE_MS_MAX)
    return <p className="text-sm text-muted">{t("timeImpossible", { ms: String(sampleAt) })}</p>;
  const ahead = sampleAt - arrivedAt;
  const date = format.dateTime(sampleAt, { dateStyle: "medium", timeStyle: "medium" });
  return (
    <p className="text-sm text-muted">
      {t(ahead >= 0 ? "timeAhead" : "timeBehind", { date, distance: text.duration(Math.abs(ahead)) })}
    </p>
  );
}

function Rejection({ rejection }: { rejection: SourceRejection }) {
  const t = useTranslations("sources.rejections");
  const reason = useTranslations("sources.reasons");
  const { code, samples, requests } = rejection;
  const counted = [
    samples > 0 || requests === 0 ? t("samples", { count: samples }) : "",
    requests > 0 ? t("requests", { count: requests }) : "",
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-2 p-3" data-reason={code}>
      <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusShape status="warning" />
        <span className="font-medium">{reason(`${code}.title`)}</span>
        <code className="font-mono text-sm text-faint">{code}</code>
        <span className="ml-auto text-sm text-muted">
          {counted.join(" · ")} · {t("latest")} <Age at={rejection.lastAt} />
        </span>
      </h3>
      <dl className="grid max-w-4xl gap-x-4 gap-y-1 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <dt className="text-muted">{t("why")}</dt>
        <dd>{reason(`${code}.why`)}</dd>
        <dt className="text-muted">{t("fix")}</dt>
        <dd>{reason(`${code}.fix`)}</dd>
      </dl>
      <CodeBlock label={t("example")} code={rejection.example} />
      {rejection.sampleAt !== null && (
        <SampleTime sampleAt={rejection.sampleAt} arrivedAt={rejection.lastAt} />
      )}
    </li>
  );
}
