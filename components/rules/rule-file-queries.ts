import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { SECOND_MS } from "@/lib/core/time";
import { getJson, postJson } from "@/lib/http/get-json";
import { type RuleFileView, ruleFileListSchema, ruleFilePreviewSchema } from "@/lib/rules/schemas";

/** An evaluation is not announced, but its time is shown. */
const REFRESH_MS = 5 * SECOND_MS;

/** First part as of alarms: a rule file may bring alarm rules, and is announced with them. */
export const ruleFileQueries = {
  all: () => ["alarms", "files"] as const,
  list: () =>
    queryOptions({
      queryKey: [...ruleFileQueries.all(), "list"] as const,
      queryFn: ({ signal }) => getJson("/api/rules", { schema: ruleFileListSchema, signal }),
      refetchInterval: REFRESH_MS,
    }),
  /** What a text holds, and its faults. */
  preview: (name: string, text: string) =>
    queryOptions({
      queryKey: ["rule-preview", name, text] as const,
      queryFn: ({ signal }) =>
        postJson("/api/rules/preview", { query: { name }, text, schema: ruleFilePreviewSchema, signal }),
      enabled: name !== "" && text.trim() !== "",
      placeholderData: keepPreviousData,
      gcTime: 0,
      retry: false,
    }),
};

export const ruleFileUrl = (name: string): string => `/api/rules/${encodeURIComponent(name)}`;

export function countRecording(files: readonly RuleFileView[]): number {
  return files
    .flatMap(({ groups }) => groups)
    .reduce((sum, { rules }) => sum + rules.filter(({ kind }) => kind === "record").length, 0);
}
