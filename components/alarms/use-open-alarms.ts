"use client";
import { useQuery } from "@tanstack/react-query";
import { useNow } from "@/components/ui/use-now";
import { watchState, type WatchState } from "@/lib/alarms/watch";
import { alarmQueries } from "./alarm-queries";

/** The open alarms, and whether somebody is watching: only then are none of them good news. Null: not known yet. */
export function useOpenAlarms(asker: "page" | "frame" = "page") {
  const query = useQuery(alarmQueries.open(asker));
  const now = useNow(1_000);
  const watch: WatchState | null =
    query.data === undefined || now === 0 ? null : watchState(query.data.watch, now);
  return { query, watch };
}
