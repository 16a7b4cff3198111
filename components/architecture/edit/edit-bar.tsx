"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LayoutGrid, Plus, Redo2, Save, Spline, Undo2, WandSparkles, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { StatusShape } from "@/components/ui/status-shape";
import { showToast } from "@/components/ui/toast";
import { AppError } from "@/lib/core/errors";
import type { ArchitectureView } from "@/lib/architecture/schemas";
import { architectureActions, architectureQueries } from "../architecture-queries";
import type { Editor } from "./use-editor";

export interface EditBarProps {
  editor: Editor;
  view: ArchitectureView;
  onAdd: () => void;
  onEnd: () => void;
}

/** What can be done to a diagram as a whole, and how it is kept. */
export function EditBar({ editor, view, onAdd, onEnd }: EditBarProps) {
  const t = useTranslations("architecture");
  const generate = useMutation({
    mutationFn: () => architectureActions.generate(view.slug),
    onSuccess: (diagram) => editor.edit({ kind: "replace", diagram }),
    onError: (error) =>
      showToast({ status: "critical", title: t("generateFailed"), description: error.message }),
  });
  return (
    <section
      aria-label={t("editing")}
      className="flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-surface px-2 py-1.5"
    >
      <Button onClick={onAdd}>
        <Plus className="size-4" aria-hidden />
        {t("addNode")}
      </Button>
      <Button
        aria-pressed={editor.isConnecting}
        variant={editor.isConnecting ? "primary" : "secondary"}
        onClick={() => editor.setConnecting(!editor.isConnecting)}
      >
        <Spline className="size-4" aria-hidden />
        {t("connect")}
      </Button>
      <Button onClick={() => editor.edit({ kind: "arrange" })}>
        <LayoutGrid className="size-4" aria-hidden />
        {t("arrange")}
      </Button>
      {view.app !== null && (
        <Button busy={generate.isPending} onClick={() => generate.mutate()}>
          <WandSparkles className="size-4" aria-hidden />
          {t("generate")}
        </Button>
      )}
      <div className="flex">
        <IconButton
          icon={Undo2}
          label={t("undo")}
          disabled={editor.history.past.length === 0}
          onClick={editor.undo}
        />
        <IconButton
          icon={Redo2}
          label={t("redo")}
          disabled={editor.history.future.length === 0}
          onClick={editor.redo}
        />
      </div>
      <SaveForm editor={editor} view={view} onEnd={onEnd} />
    </section>
  );
}

function SaveForm({ editor, view, onEnd }: Omit<EditBarProps, "onAdd">) {
  const t = useTranslations("architecture");
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: () =>
      architectureActions.save(view.slug, {
        diagram: editor.diagram,
        baseVersion: editor.baseVersion,
        note,
      }),
    onSuccess: (saved) => {
      client.setQueryData(architectureQueries.diagram(view.slug, null).queryKey, saved);
      void client.invalidateQueries({ queryKey: architectureQueries.all() });
      showToast({ status: "ok", title: t("saved", { version: saved.version }) });
      onEnd();
    },
  });
  const isConflict = save.error instanceof AppError && save.error.code === "conflict";
  return (
    <>
      <form
        className="ml-auto flex min-w-0 items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (editor.isChanged && !save.isPending) save.mutate();
        }}
      >
        <Input
          aria-label={t("note")}
          placeholder={t("note")}
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
          className="!w-44"
        />
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!editor.isChanged}>
          <Save className="size-4" aria-hidden />
          {t("save")}
        </Button>
        <Button variant="ghost" onClick={onEnd}>
          <X className="size-4" aria-hidden />
          {editor.isChanged ? t("discard") : t("stopEditing")}
        </Button>
      </form>
      {save.error && (
        <p role="alert" className="flex w-full items-baseline gap-2 text-critical">
          <StatusShape status="critical" className="size-2.5 translate-y-px" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {isConflict
              ? t("conflictHint", { message: save.error.message })
              : t("notSaved", { message: save.error.message })}
          </span>
        </p>
      )}
    </>
  );
}
