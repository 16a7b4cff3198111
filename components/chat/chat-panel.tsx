"use client";
import { MessagesSquare, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "@/components/ui/button";
import { AnswerCard } from "./answer-card";
import { Composer } from "./composer";
import { Suggestions } from "./suggestions";
import { useChat } from "./use-chat";

const EXAMPLES = ["highest", "firing", "score", "compare", "latency"] as const;

/** The conversation: questions, answers with their receipts, and the line to ask. Fills its container. */
export function ChatPanel() {
  const t = useTranslations("chat");
  const { exchanges, asking, ask, retry, cancel, clear } = useChat();
  const history = useMemo(() => exchanges.map((e) => e.question), [exchanges]);
  const end = useRef<HTMLDivElement>(null);
  const last = exchanges.at(-1);
  // The scroll position of the list is the browser's: a new question comes into view, an answer below it.
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [last?.id, last?.state]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto px-3 py-3" aria-busy={asking}>
        {exchanges.length === 0 ? (
          <Empty onAsk={ask} />
        ) : (
          <ol className="mx-auto flex max-w-3xl flex-col gap-4">
            {exchanges.map((exchange) => (
              <li key={exchange.id} className="flex min-w-0 flex-col gap-2">
                <p className="max-w-[85%] self-end rounded-lg bg-raised px-3 py-1.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
                  <span className="sr-only">{t("you")} </span>
                  {exchange.question}
                </p>
                <div aria-live="polite">
                  <AnswerCard exchange={exchange} onAsk={ask} onRetry={retry} />
                </div>
              </li>
            ))}
          </ol>
        )}
        <div ref={end} />
      </div>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-1 border-t px-3 pt-2 pb-3">
        {exchanges.length > 0 && (
          <Button size="sm" variant="ghost" className="self-start" onClick={clear}>
            <SquarePen className="size-3" aria-hidden />
            {t("newConversation")}
          </Button>
        )}
        <Composer asking={asking} history={history} onAsk={ask} onCancel={cancel} />
      </div>
    </div>
  );
}

function Empty({ onAsk }: { onAsk: (question: string) => void }) {
  const t = useTranslations("chat");
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-3 py-6">
      <MessagesSquare className="size-6 text-accent" aria-hidden />
      <div>
        <p className="text-lg font-semibold">{t("emptyTitle")}</p>
        <p className="text-muted">{t("emptyText")}</p>
      </div>
      <Suggestions label={t("suggestions")} questions={EXAMPLES.map((key) => t(`examples.${key}`))} onAsk={onAsk} />
    </div>
  );
}
