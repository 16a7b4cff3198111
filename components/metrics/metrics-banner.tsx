"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useRef } from "react";
import { Age } from "@/components/ui/age";
import { StatusShape } from "@/components/ui/status-shape";
import { showToast } from "@/components/ui/toast";
import { useTimeText } from "@/components/ui/use-time-text";
import { useMetricsHealth } from "./use-metrics-health";

/** On every page while the store of metrics does not answer: since when, what that means, and what to do. */
export function MetricsBanner() {
  const t = useTranslations("live.metrics");
  const time = useTimeText();
  const { awaySince, engine, error } = useMetricsHealth();
  useRefreshOnReturn(awaySince !== null);
  const element = useRef<HTMLDivElement>(null);
  useTellHeight(element);
  return (
    <div ref={element} aria-live="polite">
      {awaySince !== null && (
        <div
          data-metrics-away
          className="flex items-start gap-2 border-b border-dashed bg-raised px-3 py-2 text-sm md:px-4"
        >
          <StatusShape status="unknown" className="mt-1 size-2.5 shrink-0" />
          <div className="min-w-0">
            <p className="font-medium">
              {engine === null ? t("awayOwn") : t("away", { engine })} {time.time(awaySince)} (
              <Age at={awaySince} />)
            </p>
            <p className="text-muted">
              {t("unknown")} {engine === null ? t("doOwn") : t("doEngine")}
            </p>
            {error !== null && <p className="[overflow-wrap:anywhere] text-faint">{error}</p>}
          </div>
        </div>
      )}
    </div>
  );
}

/** When the store is back, everything on the screen is asked for again. The cache is the outside system. */
function useRefreshOnReturn(isAway: boolean): void {
  const client = useQueryClient();
  const t = useTranslations("live.metrics");
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isAway) {
      showToast({ status: "ok", title: t("back") });
      void client.invalidateQueries({}, { cancelRefetch: false });
    }
    wasAway.current = isAway;
  }, [client, isAway, t]);
}

/** For pages that fill the window: `--banner-height`. The document's style is the outside system. */
function useTellHeight(element: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const banner = element.current;
    if (!banner) return undefined;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty("--banner-height", `${banner.offsetHeight}px`),
    );
    observer.observe(banner);
    return () => observer.disconnect();
  }, [element]);
}
