import { queryOptions } from "@tanstack/react-query";
import { alarmListSchema, type AlarmQuery, alarmRuleListSchema } from "@/lib/alarms/schemas";
import { EVALUATION_PERIOD_MS } from "@/lib/alarms/constants";
import { getJson } from "@/lib/http/get-json";

export const alarmQueries = {
  all: () => ["alarms"] as const,
  /**
   * Episodes that are open now.
   *
   * @param asker the frame around all pages has a key of its own: it comes to life before the page in it, and must not
   *   stand in the way of the answer that the page brought along from the server.
   */
  open: (asker: "page" | "frame" = "page") =>
    queryOptions({
      queryKey: [...alarmQueries.all(), "open", asker] as const,
      queryFn: ({ signal }) => getJson("/api/alarms", { schema: alarmListSchema, signal }),
      // An evaluation that changes nothing is not announced, but that it took place is what makes the list true.
      refetchInterval: 2 * EVALUATION_PERIOD_MS,
    }),
  /** Episodes that touch the window. */
  window: (window: Required<Pick<AlarmQuery, "from" | "to">> & AlarmQuery) =>
    queryOptions({
      queryKey: [...alarmQueries.all(), "window", window] as const,
      queryFn: ({ signal }) => getJson("/api/alarms", { query: window, schema: alarmListSchema, signal }),
    }),
  rules: () =>
    queryOptions({
      queryKey: [...alarmQueries.all(), "rules"] as const,
      queryFn: ({ signal }) => getJson("/api/alarms/rules", { schema: alarmRuleListSchema, signal }),
      // As above: its time is shown.
      refetchInterval: 2 * EVALUATION_PERIOD_MS,
    }),
};
