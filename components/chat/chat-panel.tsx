"use client";
import { MessagesSquare, SquarePen } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
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

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div data-scroll className="relative min-h-0 flex-1 overflow-y-auto px-3 py-3" aria-busy={asking}>
        {exchanges.length === 0 ? (
          <Empty onAsk={ask} />
        ) : (
          <ol className="mx-auto flex max-w-3xl flex-col gap-4">
            {exchanges.map((exchange) => (
              <li key={exchange.id} className="flex min-w-0 flex-col gap-2">
                <span key={exchange.state} ref={bringToTop} aria-hidden />
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

/** A new question, and later its answer, come to the top of the list; the page around it stays where it is. */
function bringToTop(mark: HTMLElement | null): void {
  const list = mark?.closest("[data-scroll]");
  if (mark && list) list.scrollTop = mark.offsetTop - 12;
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
      <Suggestions
        label={t("suggestions")}
        questions={EXAMPLES.map((key) => t(`examples.${key}`))}
        onAsk={onAsk}
      />
    </div>
  );
}
