"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive, useLiveState } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Age } from "@/components/ui/age";
import type { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { useNow } from "@/components/ui/use-now";

/** Three ticks of the simulator and of the alarm evaluation (5 s each): one late tick is no news, three are. */
const STALE_MS = 15_000;

/** Whether the screen is alive, and how old the newest sample is. A frozen screen must never look like a quiet one. */
export function LiveIndicator() {
  const t = useTranslations("live");
  const connection = useLiveState();
  const now = useNow(1_000);
  const [newestAt, setNewestAt] = useState<number | null>(null);
  useLive("metrics", ({ at }) => setNewestAt((before) => Math.max(before ?? 0, at)));
  const stale = newestAt !== null && now - newestAt > STALE_MS;
  const status: Status =
    connection === "lost" ? "critical" : newestAt === null ? "unknown" : stale ? "warning" : "ok";
  const words =
    connection === "lost" ? t("lost") : newestAt === null ? t("noSamples") : stale ? t("stale") : t("fresh");
  return (
    <Popover>
      <PopoverTrigger
        render={
          <Button variant="ghost" className="!px-2 text-sm">
            <StatusShape status={status} label={words} />
            {connection === "lost" ? (
              <span className="text-critical max-sm:sr-only">{t("lostShort")}</span>
            ) : (
              <span className="max-lg:sr-only">
                {newestAt === null ? t("waiting") : <Age at={newestAt} />}
              </span>
            )}
          </Button>
        }
      />
      <PopoverContent label={t("label")} align="end" className="max-w-72">
        {words}
      </PopoverContent>
    </Popover>
  );
}
