"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/settings/form-error";
import { StatusShape } from "@/components/ui/status-shape";
import type { ImportView } from "@/lib/resources/schemas";
import { ChangeList } from "./change-list";

export interface ImportPreviewProps {
  query: UseQueryResult<ImportView>;
  text: string;
  /** Why the file was not taken. */
  error: Error | null;
  onShow: (fault: ImportView["faults"][number]) => void;
}

/** What a file changes, or every fault that keeps it from being taken, each a way to its place. */
export function ImportPreview({ query, text, error, onShow }: ImportPreviewProps) {
  const t = useTranslations("resources");
  if (text.trim() === "") return <p className="text-sm text-faint">{t("previewWaiting")}</p>;
  const view = query.data;
  return (
    <section aria-live="polite" className="flex flex-col gap-2">
      <FormError error={query.error ?? error} />
      {view && view.faults.length === 0 && (
        <>
          <p className="flex items-center gap-2">
            <StatusShape status="ok" className="size-2.5" />
            {t("willChange", { creates: view.creates, updates: view.updates, unchanged: view.unchanged })}
          </p>
          <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
            {view.changes.map(({ id, kind, fields }) => (
              <li key={id} className="rounded-md border px-2 py-1">
                <span className="font-medium [overflow-wrap:anywhere]">{id}</span>{" "}
                <span className="text-sm text-faint">{t(`importKinds.${kind}`)}</span>
                <ChangeList changes={fields} />
              </li>
            ))}
          </ul>
        </>
      )}
      {view && view.faults.length > 0 && (
        <>
          <p className="flex items-center gap-2 text-critical">
            <StatusShape status="critical" className="size-2.5" />
            {t("faults", { count: view.faults.length + view.moreFaults })}
          </p>
          <ol className="flex max-h-56 flex-col gap-1 overflow-y-auto">
            {view.faults.map((fault) => (
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
