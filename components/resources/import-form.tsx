"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useDeferredValue, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { CONTROL_CLASS } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import { INVENTORY_FILE_BYTES_MAX } from "@/lib/resources/constants";
import { type ImportView, importViewSchema } from "@/lib/resources/schemas";
import { ImportPreview } from "./import-preview";
import { resourceQueries } from "./resource-queries";

export interface ImportFormProps {
  /** What stands in the field at first. */
  start: string;
  onDone: () => void;
}

export function ImportForm({ start, onDone }: ImportFormProps) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  const [text, setText] = useState(start);
  const [tooLarge, setTooLarge] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const asked = useDeferredValue(text);
  const preview = useQuery(resourceQueries.importPreview(asked));
  const take = useMutation({
    mutationFn: () => postJson("/api/resources/import", { text, schema: importViewSchema }),
    onSuccess: ({ creates, updates }) => {
      showToast({ status: "ok", title: t("imported", { creates, updates }) });
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: resourceQueries.all() }),
  });
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (!file) return;
    setTooLarge(file.size > INVENTORY_FILE_BYTES_MAX);
    if (file.size <= INVENTORY_FILE_BYTES_MAX) setText(await file.text());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take.mutate();
  };
  /** Puts the cursor where the fault is. */
  const show = ({ line, column }: ImportView["faults"][number]) => {
    const before = text.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(at, at + 1);
  };
  const view = preview.data;
  const changes = view ? view.creates + view.updates : 0;
  const isCurrent = view !== undefined && asked === text && !preview.isPlaceholderData;
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={t("chooseFile")}
        error={tooLarge ? t("fileTooLarge", { mebibytes: INVENTORY_FILE_BYTES_MAX / 2 ** 20 }) : null}
      >
        <input
          type="file"
          accept=".yml,.yaml"
          aria-label={t("chooseFile")}
          onChange={(event) => void choose(event)}
          className={`${CONTROL_CLASS} py-0.5 file:mr-2 file:h-6 file:rounded file:border-0 file:bg-raised file:px-2 file:text-fg`}
        />
      </Field>
      <label className="flex flex-col gap-1 text-sm font-medium text-muted">
        {t("importText")}
        <textarea
          ref={area}
          value={text}
          rows={10}
          spellCheck={false}
          wrap="off"
          placeholder={EXAMPLE}
          onChange={({ target }) => setText(target.value)}
          className="w-full resize-y rounded-md border border-line-strong bg-bg p-2 font-mono text-sm font-normal text-fg placeholder:text-faint"
        />
      </label>
      <ImportPreview query={preview} text={text} error={take.error} onShow={show} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          busy={take.isPending}
          disabled={!isCurrent || text.trim() === "" || changes === 0}
          disabledReason={view && view.faults.length > 0 ? t("fixFirst") : undefined}
        >
          {t("applyImport", { count: changes })}
        </Button>
      </div>
    </form>
  );
}

const EXAMPLE = `resources:
  - id: mysql-order-3
    product: mysql
    zone: zone-c
    cluster: mysql-order
    state: planned
    labels: { team: order }
    spec: { cpuCores: 8 }
    dependsOn: []`;
