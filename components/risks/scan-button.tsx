"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ScanSearch } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import { riskViewSchema } from "@/lib/risk/schemas";
import { riskQueries } from "./risk-queries";

export function ScanButton() {
  const t = useTranslations("risks");
  const client = useQueryClient();
  const refusal = useRefusal("operator");
  const scan = useMutation({
    mutationFn: () => postJson("/api/risk/scan", { schema: riskViewSchema }),
    onSuccess: (risk) => {
      client.setQueryData(riskQueries.newest().queryKey, risk);
      showToast({ status: "ok", title: t("scanDone") });
    },
    onError: (error) => showToast({ status: "critical", title: t("scanFailed"), description: error.message }),
  });
  return (
    <Button busy={scan.isPending} disabledReason={refusal} onClick={() => scan.mutate()}>
      <ScanSearch className="size-4" aria-hidden />
      {t("scan")}
    </Button>
  );
}
