"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { z } from "zod";
import { alarmQueries } from "@/components/alarms/alarm-queries";
import { useRefusal } from "@/components/auth/viewer";
import { ConfirmButton } from "@/components/settings/confirm-button";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import type { RuleFileView } from "@/lib/rules/schemas";
import { RuleGroup } from "./rule-group";
import { ruleFileUrl } from "./rule-file-queries";
import { UploadDialog } from "./upload-dialog";

export function RuleFilePanel({ file }: { file: RuleFileView }) {
  const t = useTranslations("rules");
  return (
    <Panel
      flush
      title={<span className="font-mono">{file.name}</span>}
      description={
        <>
          {t("changedBy", { name: file.updatedBy })} · <Age at={file.updatedAt} />
        </>
      }
      actions={<FileActions file={file} />}
    >
      <div className="flex flex-col divide-y">
        {file.groups.map((group) => (
          <RuleGroup key={group.name} file={file.name} group={group} />
        ))}
      </div>
    </Panel>
  );
}

function FileActions({ file: { name } }: { file: RuleFileView }) {
  const t = useTranslations("rules");
  const client = useQueryClient();
  const mayChange = useRefusal("operator") === undefined;
  const remove = useMutation({
    mutationFn: () => postJson(ruleFileUrl(name), { method: "DELETE", schema: z.undefined() }),
    onSuccess: () => showToast({ status: "ok", title: t("deleted", { file: name }) }),
    onError: (error) =>
      showToast({
        status: "critical",
        title: t("deleteFailed", { file: name }),
        description: error.message,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: alarmQueries.all() }),
  });
  return (
    <div className="flex flex-wrap items-center gap-1">
      <a
        href={ruleFileUrl(name)}
        download={name}
        aria-label={t("downloadOne", { file: name })}
        className="inline-flex h-6 items-center gap-1 rounded-md px-2 text-sm text-muted hover:bg-raised hover:text-fg"
      >
        <Download className="size-3.5" aria-hidden />
        {t("download")}
      </a>
      {mayChange && (
        <>
          <UploadDialog replaces={name} />
          <ConfirmButton
            action={t("delete")}
            label={t("deleteOne", { file: name })}
            consequence={t("deleteConsequence")}
            onConfirm={() => remove.mutate()}
          />
        </>
      )}
    </div>
  );
}
