"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useDeferredValue, useRef, useState } from "react";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { CONTROL_CLASS, Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { getText, postJson } from "@/lib/http/get-json";
import { type RuleFilePreview, ruleFileViewSchema } from "@/lib/rules/schemas";
import { ruleFileQueries, ruleFileUrl } from "./rule-file-queries";
import { UploadPreview } from "./upload-preview";

export function UploadForm({ replaces, onDone }: { replaces: string | undefined; onDone: () => void }) {
  const t = useTranslations("rules");
  const client = useQueryClient();
  const [given, setName] = useState("");
  const name = replaces ?? given;
  // What is there now is what most replacements begin with.
  const current = useQuery({
    queryKey: ["rule-text", name] as const,
    queryFn: ({ signal }) => getText(ruleFileUrl(name), signal),
    enabled: replaces !== undefined,
    gcTime: 0,
  });
  const [edited, setText] = useState<string | null>(null);
  const text = edited ?? current.data ?? "";
  const area = useRef<HTMLTextAreaElement>(null);
  const preview = useQuery(ruleFileQueries.preview(useDeferredValue(name), useDeferredValue(text)));
  const save = useMutation({
    mutationFn: () => postJson(ruleFileUrl(name), { method: "PUT", text, schema: ruleFileViewSchema }),
    onSuccess: () => {
      showToast({ status: "ok", title: t("saved", { file: name }) });
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: alarmQueries.all() }),
  });
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    if (!file) return;
    setText(await file.text());
    setName(file.name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  /** Puts the cursor where the fault is. */
  const show = ({ line, column }: RuleFilePreview["faults"][number]) => {
    const before = text.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(at, at + 1);
  };
  const faults = preview.data?.faults ?? [];
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("chooseFile")}>
          <input
            type="file"
            accept=".yml,.yaml,.rules"
            aria-label={t("chooseFile")}
            onChange={(event) => void choose(event)}
            className={`${CONTROL_CLASS} py-0.5 file:mr-2 file:h-6 file:rounded file:border-0 file:bg-raised file:px-2 file:text-fg`}
          />
        </Field>
        {replaces === undefined && (
          <Field label={t("name")} hint={t("nameHint")}>
            <Input required value={given} placeholder="node.yml" onValueChange={setName} />
          </Field>
        )}
      </div>
      <label className="flex flex-col gap-1 text-sm font-medium text-muted">
        {t("text")}
        <textarea
          ref={area}
          value={text}
          rows={12}
          spellCheck={false}
          wrap="off"
          onChange={({ target }) => setText(target.value)}
          className="w-full resize-y rounded-md border border-line-strong bg-bg p-2 font-mono text-sm font-normal text-fg"
        />
      </label>
      <UploadPreview
        query={preview}
        name={name}
        text={text}
        replaces={replaces}
        error={save.error}
        onShow={show}
      />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          busy={save.isPending}
          disabled={preview.data === undefined || preview.isPlaceholderData || text.trim() === ""}
          disabledReason={faults.length > 0 ? t("fixFirst") : undefined}
        >
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
