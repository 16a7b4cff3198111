"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogContent } from "@/components/ui/dialog";
import { StatusShape } from "@/components/ui/status-shape";
import { showToast } from "@/components/ui/toast";
import { architectureActions, architectureQueries } from "./architecture-queries";

/** Takes a diagram out of a YAML file, all of it or nothing. */
export function YamlDialog({ slug, newest, onDone }: { slug: string; newest: number; onDone: () => void }) {
  const t = useTranslations("architecture");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const take = useMutation({
    mutationFn: () => architectureActions.importYaml(slug, text, newest),
    onSuccess: (view) => {
      void client.invalidateQueries({ queryKey: architectureQueries.all() });
      showToast({ status: "ok", title: t("saved", { version: view.version }) });
      onDone();
    },
  });
  return (
    <DialogContent
      title={t("importYaml")}
      description={t("importHint", { slug })}
      size="lg"
      footer={
        <Button
          variant="primary"
          busy={take.isPending}
          disabled={text.trim() === ""}
          onClick={() => take.mutate()}
        >
          {t("import")}
        </Button>
      }
    >
      <input
        type="file"
        accept=".yaml,.yml,application/yaml"
        aria-label={t("yamlFile")}
        onChange={(event) => {
          void event.currentTarget.files?.[0]?.text().then(setText);
        }}
      />
      <textarea
        aria-label={t("yamlText")}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        className="h-72 w-full rounded-md border border-line-strong bg-bg p-2 font-mono text-sm"
      />
      {take.error && (
        <p role="alert" className="flex items-baseline gap-2 text-critical">
          <StatusShape status="critical" />
          <span className="[overflow-wrap:anywhere]">{t("refused", { message: take.error.message })}</span>
        </p>
      )}
    </DialogContent>
  );
}
