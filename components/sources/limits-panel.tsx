"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/components/auth/viewer";
import { Badge } from "@/components/ui/badge";
import { Meter } from "@/components/ui/meter";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty, PanelStates } from "@/components/ui/panel-states";
import { INGEST_LIMIT_NAMES, type IngestLimitName } from "@/lib/metrics/constants";
import type { IngestLimitsView } from "@/lib/metrics/schemas";
import type { SourceView } from "@/lib/sources/schemas";
import { LimitsDialog } from "./limits-dialog";
import { limitQueries } from "./limit-queries";
import { useLimitText } from "./use-limit-text";

/** From here on it is time to look. Our choice. */
const WARN_FROM = 0.8;

/** What the token of a source may send, and how much of it it uses. */
export function LimitsPanel({ source }: { source: SourceView }) {
  const t = useTranslations("sources.limits");
  const refusal = useRefusal("admin");
  const query = useQuery({ ...limitQueries.of(source.senderId), enabled: refusal === undefined });
  if (refusal !== undefined)
    return (
      <Panel title={t("title")} flush>
        <PanelEmpty title={t("adminOnly")} hint={refusal} />
      </Panel>
    );
  return (
    <Panel
      title={t("title")}
      description={t("hint")}
      actions={query.data && <LimitsDialog tokenId={source.senderId} view={query.data} />}
    >
      <PanelStates query={query}>
        {query.data && (
          <ul className="grid gap-x-6 gap-y-3 md:grid-cols-2">
            {INGEST_LIMIT_NAMES.map((name) => (
              <Limit key={name} name={name} view={query.data} used={usedOf(name, source)} />
            ))}
          </ul>
        )}
      </PanelStates>
    </Panel>
  );
}

/** Null where use cannot be told: each series is checked for itself. */
function usedOf(name: IngestLimitName, source: SourceView): number | null {
  if (name === "samplesPerSecond") return source.samplesPerS;
  return name === "activeSeries" ? source.series : null;
}

function Limit({
  name,
  view: { limits, own },
  used,
}: {
  name: IngestLimitName;
  view: IngestLimitsView;
  used: number | null;
}) {
  const t = useTranslations("sources.limits");
  const text = useLimitText();
  const limit = limits[name];
  const label = t(`names.${name}`);
  const mark = own[name] === undefined ? undefined : <Badge tone="accent">{t("own")}</Badge>;
  if (used !== null)
    return (
      <li>
        <Meter
          label={label}
          value={used}
          max={limit}
          text={t("ofLimit", { used: text(name, used), limit: text(name, limit) })}
          warnFrom={WARN_FROM}
          note={mark}
        />
      </li>
    );
  return (
    <li className="flex items-baseline justify-between gap-3">
      <span className="text-muted">{label}</span>
      <span className="inline-flex items-center gap-2 font-medium">
        {mark}
        {text(name, limit)}
      </span>
    </li>
  );
}
