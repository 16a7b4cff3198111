"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/settings/form-error";
import { StatusShape } from "@/components/ui/status-shape";
import type { RuleFilePreview } from "@/lib/rules/schemas";
import { ruleFileQueries } from "./rule-file-queries";

export interface UploadPreviewProps {
  query: UseQueryResult<RuleFilePreview>;
  name: string;
  text: string;
  replaces: string | undefined;
  /** Why the file was not taken. */
  error: Error | null;
  onShow: (fault: RuleFilePreview["faults"][number]) => void;
}

/** What a file holds, or every fault that keeps it from being taken, each a way to its place. */
export function UploadPreview({ query, name, text, replaces, error, onShow }: UploadPreviewProps) {
  const t = useTranslations("rules");
  const files = useQuery(ruleFileQueries.list()).data?.files ?? [];
  if (text.trim() === "" || name === "") return <p className="text-sm text-faint">{t("previewWaiting")}</p>;
  const preview = query.data;
  const { groups = [], faults = [] } = preview ?? {};
  const count = (key: "recording" | "alerting") => groups.reduce((sum, group) => sum + group[key].length, 0);
  const isThere = replaces === undefined && files.some((file) => file.name === name);
  return (
    <section aria-live="polite" className="flex flex-col gap-2">
      <FormError error={query.error ?? error} />
      {preview && faults.length === 0 && (
        <p className="flex items-center gap-2">
          <StatusShape status="ok" className="size-2.5" />
          {t("willHold", {
            groups: groups.length,
            recording: count("recording"),
            alerting: count("alerting"),
          })}
        </p>
      )}
      {isThere && <p className="text-sm text-warning">{t("replaces", { file: name })}</p>}
      {faults.length > 0 && (
        <>
          <p className="flex items-center gap-2 text-critical">
            <StatusShape status="critical" className="size-2.5" />
            {t("faults", { count: faults.length })}
          </p>
          <ol className="flex max-h-48 flex-col gap-1 overflow-y-auto">
            {faults.map((fault) => (
              <li key={`${fault.line}:${fault.column}:${fault.message}`}>
                <button
                  type="button"
                  onClick={() => onShow(fault)}
                  className="w-full rounded-md border px-2 py-1 text-left hover:bg-raised"
                >
                  <span className="block text-sm text-faint">
                    {t("faultPlace", { line: fault.line, column: fault.column })}
                  </span>
                  <span className="[overflow-wrap:anywhere]">{fault.message}</span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
