"use client";
import { useTranslations } from "next-intl";
import { Stat } from "@/components/ui/stat";
import { useNow } from "@/components/ui/use-now";
import { SECOND_MS } from "@/lib/core/time";
import { formatCompact } from "@/lib/core/units";
import type { SourceView } from "@/lib/sources/schemas";
import { deriveSourceState } from "./source-state";

/** All sources together. */
export function SourceSummary({ sources }: { sources: readonly SourceView[] }) {
  const t = useTranslations("sources.summary");
  const now = useNow(5 * SECOND_MS);
  const sum = (of: (source: SourceView) => number) =>
    sources.reduce((total, source) => total + of(source), 0);
  const sending = sources.filter((source) => {
    const state = deriveSourceState(source, now || source.lastSeenAt);
    return state === "receiving" || state === "partly";
  }).length;
  const refused = sum((source) => source.rejectedSamples);
  const refusedRequests = sum((source) => source.refusedRequests - source.throttledRequests);
  const throttled = sum((source) => source.throttledRequests);
  return (
    <section
      aria-label={t("label")}
      className="grid grid-cols-2 gap-3 rounded-lg border bg-surface p-3 md:grid-cols-4"
    >
      <Stat label={t("rate")} value={formatCompact(sum((s) => s.samplesPerS))} note={t("perSecond")} />
      <Stat label={t("sources")} value={sending} note={t("ofAll", { count: sources.length })} />
      <Stat
        label={t("refused")}
        value={formatCompact(refused)}
        status={refused + refusedRequests > 0 ? "warning" : undefined}
        note={
          refusedRequests > 0 ? t("refusedNoteRequests", { requests: refusedRequests }) : t("refusedNote")
        }
      />
      <Stat
        label={t("throttled")}
        value={formatCompact(throttled)}
        status={throttled > 0 ? "warning" : undefined}
        note={t("throttledNote")}
      />
    </section>
  );
}
