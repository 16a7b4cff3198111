"use client";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelUnknown } from "@/components/ui/panel-states";
import { Stat } from "@/components/ui/stat";
import { useNow } from "@/components/ui/use-now";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { DIFFERENCE_KINDS } from "@/lib/resources/constants";
import type { ComparisonView } from "@/lib/resources/schemas";

/** Discovery looks each minute; after five it is known to be away. Our choice: as long as PromQL looks back. */
const STALE_AFTER_MS = 5 * MINUTE_MS;

/** One figure with what it is made of, and how old it is. */
export function AccuracyPanel({ view }: { view: ComparisonView }) {
  const t = useTranslations("resources");
  const now = useNow(SECOND_MS);
  const { accuracy, accurate, compared, counts, discovery, attributes } = view;
  const isStale = discovery !== null && now > 0 && now - discovery.at > STALE_AFTER_MS;
  return (
    <Panel
      title={t("accuracy")}
      description={t("accuracyHint")}
      actions={
        discovery && (
          <span className="text-sm text-faint">
            {t("looked", { resources: discovery.resources })}{" "}
            <Age at={discovery.at} staleAfterMs={STALE_AFTER_MS} />
          </span>
        )
      }
    >
      {discovery === null && <PanelUnknown>{t("notLooked")}</PanelUnknown>}
      {isStale && <PanelUnknown>{t("discoveryAway")}</PanelUnknown>}
      {discovery?.failures.map(({ part, reason }) => (
        <PanelUnknown key={part}>{t("partFailed", { part, reason })}</PanelUnknown>
      ))}
      <div className="flex flex-wrap items-end gap-x-10 gap-y-4">
        <Stat
          size="lg"
          label={t("accuracyValue")}
          value={accuracy === null ? null : percentText(accuracy)}
          unit="%"
          status={accuracy === null || accuracy === 100 ? undefined : "warning"}
          note={t("accuracyOf", { accurate, compared })}
        />
        {DIFFERENCE_KINDS.map((kind) => (
          <Stat
            key={kind}
            label={t(`kinds.${kind}`)}
            value={discovery === null ? null : counts[kind]}
            status={counts[kind] === 0 ? undefined : "warning"}
            note={t(`kindHints.${kind}`)}
          />
        ))}
        <Stat label={t("ignoredCount")} value={view.ignored} note={t("ignoredHint")} />
      </div>
      {attributes.length > 0 && (
        <dl className="mt-4 flex flex-wrap gap-x-6 gap-y-1 border-t pt-3 text-sm">
          {attributes.map(({ attribute, compared: all, equal }) => (
            <div key={attribute} className="flex gap-1.5">
              <dt className="text-faint">{attribute}</dt>
              <dd className={equal < all ? "text-warning" : "text-muted"}>{t("equalOf", { equal, all })}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

/** Cut, not rounded: 99.96 % is not all, and what is missing is what matters. */
function percentText(percent: number): string {
  return percent === 100 ? "100" : (Math.floor(percent * 10) / 10).toFixed(1);
}
