"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useRefusal } from "@/components/auth/viewer";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import type { Status } from "@/components/ui/status";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import { useTimeText } from "@/components/ui/use-time-text";
import { SECOND_MS } from "@/lib/core/time";
import { type ExperimentView, runViewSchema } from "@/lib/experiments/schemas";
import { postJson } from "@/lib/http/get-json";
import { useLocalText } from "@/lib/i18n/use-local-text";
import { runQueries } from "./experiment-queries";
import { planFacts } from "./plan-facts";
import { PlanSummary } from "./plan-summary";

const RISK_STATUS = { 1: "info", 2: "warning", 3: "critical" } as const satisfies Record<1 | 2 | 3, Status>;

/** Tells what will happen, to what, for how long, how bad it can get and how it ends; then starts it. */
export function StartDialog({ experiment }: { experiment: ExperimentView }) {
  const t = useTranslations("experiments");
  const common = useTranslations("common");
  const local = useLocalText();
  const time = useTimeText();
  const router = useRouter();
  const client = useQueryClient();
  // In the address, so that the palette and a colleague's link can open it.
  const [asked, setAsked] = useQueryState("start");
  const refusal = useRefusal("operator");
  const { faults, risk, durationS, targets } = planFacts(experiment.plan);
  const title = local(experiment.title, experiment.titleZh);
  const start = useMutation({
    mutationFn: () => postJson(`/api/experiments/${experiment.id}/start`, { schema: runViewSchema }),
    onSuccess: (run) => {
      client.setQueryData(runQueries.one(run.id).queryKey, run);
      router.push(`/experiments/runs/${run.id}`);
    },
  });
  if (refusal !== undefined)
    return (
      <Button disabledReason={refusal}>
        <Play className="size-3.5 text-accent" aria-hidden />
        {t("start")}
      </Button>
    );
  return (
    <Dialog
      open={asked === experiment.slug}
      onOpenChange={(open) => {
        start.reset();
        void setAsked(open ? experiment.slug : null);
      }}
    >
      <DialogTrigger
        render={
          <Button aria-label={t("startOne", { title })}>
            <Play className="size-3.5 text-accent" aria-hidden />
            {t("start")}
          </Button>
        }
      />
      <DialogContent
        title={t("startTitle", { title })}
        description={local(experiment.description, experiment.descriptionZh)}
        footer={
          <>
            <DialogClose render={<Button>{common("cancel")}</Button>} />
            <Button
              variant="primary"
              busy={start.isPending || start.isSuccess}
              onClick={() => start.mutate()}
            >
              {t("startNow")}
            </Button>
          </>
        }
      >
        <PlanSummary plan={experiment.plan} />
        <section className="flex flex-col gap-1 border-t pt-3">
          <h3 className="flex items-center gap-2 font-medium">
            {t("risk")} <StatusBadge status={RISK_STATUS[risk]}>{t(`risks.${risk}`)}</StatusBadge>
          </h3>
          {faults.map((fault) => (
            <p key={fault.id} className="text-muted">
              {local(fault.does.en, fault.does.zh)}
            </p>
          ))}
        </section>
        <section className="flex flex-col gap-1 border-t pt-3">
          <h3 className="font-medium">{t("undo")}</h3>
          <p className="text-muted">
            {t("undoHow", { duration: time.duration(durationS * SECOND_MS), count: targets.length })}
          </p>
          {faults.map((fault) => (
            <p key={fault.id} className="text-muted">
              {local(fault.undoes.en, fault.undoes.zh)}
            </p>
          ))}
        </section>
        {start.error && (
          <p role="alert" className="flex items-start gap-2 text-critical">
            <StatusShape status="critical" className="mt-1.5 size-2.5" />
            {start.error.message}
          </p>
        )}
      </DialogContent>
    </Dialog>
  );
}
