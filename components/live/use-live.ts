"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { LiveEvent, LiveTopic } from "@/lib/live/topics";
import type { LiveState } from "./event-stream";
import { LiveConnection } from "./live-connection";

const connection = new LiveConnection("/api/live");

/** First parts of the query keys whose data a topic makes old. */
const KEYS: Record<LiveTopic, readonly string[]> = {
  metrics: ["metrics"],
  // Each resource shows its firing alarms, acting faults and open findings.
  alarms: ["alarms", "resources"],
  runs: ["runs", "experiments", "resources"],
  events: ["events"],
  risk: ["risk", "risks", "resources"],
  resources: ["resources"],
  simulator: ["simulator"],
  sources: ["sources"],
  architectures: ["architectures"],
};

/**
 * Keeps react-query's data true: each live event makes the queries of its topic ask again. Called once, in the shell.
 */
export function useLiveInvalidation(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      connection.subscribe((event) => {
        // `cancelRefetch: false`: a slow query is not started over at each tick.
        if (event === "missed") void client.invalidateQueries({}, { cancelRefetch: false });
        else {
          const keys = KEYS[event.topic];
          const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) =>
            keys.includes(String(queryKey[0]));
          void client.invalidateQueries({ predicate }, { cancelRefetch: false });
        }
      }),
    [client],
  );
}

/** Calls `onEvent` for each event of the topic, for what is not a query: a clock, a sound. */
export function useLive(topic: LiveTopic, onEvent: (event: LiveEvent) => void): void {
  const notify = useEffectEvent(onEvent);
  useEffect(
    () =>
      connection.subscribe((event) => {
        if (event !== "missed" && event.topic === topic) notify(event);
      }),
    [topic],
  );
}

/** Whether events arrive at the moment: shown in the shell, so that a frozen screen is never taken for a quiet one. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    connection.subscribeState,
    () => connection.state,
    () => "connecting",
  );
}
