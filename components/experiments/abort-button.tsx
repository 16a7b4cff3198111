"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { runViewSchema } from "@/lib/experiments/schemas";
import { postJson } from "@/lib/http/get-json";
import { runQueries } from "./experiment-queries";

/** Rolls the run back now. Without a question: in doubt, undoing is the safe side. */
export function AbortButton({ runId }: { runId: string }) {
  const t = useTranslations("experiments");
  const client = useQueryClient();
  const refusal = useRefusal("operator");
  const abort = useMutation({
    mutationFn: () => postJson(`/api/runs/${runId}/abort`, { schema: runViewSchema }),
    onSuccess: () => showToast({ status: "info", title: t("abortAsked") }),
    onError: (error) =>
      showToast({ status: "critical", title: t("abortFailed"), description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: runQueries.all() }),
  });
  return (
    <Button variant="danger" busy={abort.isPending} disabledReason={refusal} onClick={() => abort.mutate()}>
      <Undo2 className="size-4" aria-hidden />
      {t("abort")}
    </Button>
  );
}
