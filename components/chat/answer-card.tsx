"use client";
import { CircleHelp, CircleSlash, LoaderCircle, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Reply } from "@/lib/chat/schemas";
import { AnswerChart } from "./answer-chart";
import { AnswerTable } from "./answer-table";
import type { Exchange } from "./chat-session";
import { Receipts } from "./receipts";
import { Suggestions } from "./suggestions";

export interface AnswerCardProps {
  exchange: Exchange;
  onAsk: (question: string) => void;
  onRetry: (id: number) => void;
}

/** What stands under a question: progress, the answer with its proof, or why there is none. */
export function AnswerCard({ exchange, onAsk, onRetry }: AnswerCardProps) {
  const t = useTranslations("chat");
  if (exchange.reply) return <Answered reply={exchange.reply} onAsk={onAsk} />;
  if (exchange.state === "asking") return <Progress exchange={exchange} />;
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border border-dashed px-3 py-2">
      <span
        role={exchange.state === "failed" ? "alert" : undefined}
        className="min-w-0 flex-1 text-muted [overflow-wrap:anywhere]"
      >
        {exchange.state === "failed" ? t("failed", { reason: exchange.error }) : t("cancelled")}
      </span>
      <Button size="sm" onClick={() => onRetry(exchange.id)}>
        <RotateCw className="size-3" aria-hidden />
        {t("retry")}
      </Button>
    </div>
  );
}

function Progress({ exchange }: { exchange: Exchange }) {
  const t = useTranslations("chat");
  const step = exchange.queries > 0 ? t("querying", { count: exchange.queries }) : t("reading");
  return (
    <div className="flex flex-col gap-1 rounded-lg border bg-surface px-3 py-2 text-muted">
      <span className="flex items-center gap-2">
        <LoaderCircle className="size-3.5 shrink-0 animate-spin text-accent" aria-hidden />
        {step}
      </span>
      {exchange.interpretation !== "" && <Interpretation text={exchange.interpretation} />}
    </div>
  );
}

function Interpretation({ text }: { text: string }) {
  const t = useTranslations("chat");
  return (
    <p className="text-sm text-faint [overflow-wrap:anywhere]">
      <span className="font-medium">{t("readAs")}</span> {text}
    </p>
  );
}

const ICONS = { clarify: CircleHelp, refused: CircleSlash } as const;

function StatusIcon({ status, label }: { status: keyof typeof ICONS; label: string }) {
  const Icon = ICONS[status];
  return <Icon className="mt-1 size-4 shrink-0 text-muted" aria-label={label} />;
}

function Answered({ reply, onAsk }: { reply: Reply; onAsk: (question: string) => void }) {
  const t = useTranslations("chat");
  const { status } = reply;
  const showTable = reply.result.rows.length > 1 || (reply.chart === null && reply.result.rows.length > 0);
  return (
    <article className="flex min-w-0 flex-col gap-2.5 rounded-lg border bg-surface px-3 py-2.5">
      <p className="flex gap-2 text-lg [overflow-wrap:anywhere]">
        {status !== "answered" && <StatusIcon status={status} label={t(`status.${status}`)} />}
        <span className="min-w-0">{reply.answer}</span>
      </p>
      {reply.interpretation !== "" && <Interpretation text={reply.interpretation} />}
      {reply.chart && <AnswerChart chart={reply.chart} />}
      {showTable && <AnswerTable table={reply.result} label={t("table")} />}
      <Receipts reply={reply} />
      <Suggestions label={t("suggestions")} questions={reply.suggestions} onAsk={onAsk} />
    </article>
  );
}
