"use client";
import { useLocale, useTimeZone } from "next-intl";
import { useCallback, useSyncExternalStore } from "react";
import { ChatSession, type Exchange } from "./chat-session";

const session = new ChatSession();
const NOTHING: readonly Exchange[] = [];
const nothing = () => NOTHING;

export interface Chat {
  exchanges: readonly Exchange[];
  asking: boolean;
  ask: (question: string) => void;
  retry: (id: number) => void;
  cancel: () => void;
  clear: () => void;
}

/** The tab's conversation, in the reader's language and time zone. */
export function useChat(): Chat {
  const exchanges = useSyncExternalStore(session.subscribe, session.snapshot, nothing);
  const locale = useLocale();
  const timezone = useTimeZone() ?? "UTC";
  const ask = useCallback(
    (question: string) => void session.ask(question, { locale, timezone }),
    [locale, timezone],
  );
  const retry = useCallback((id: number) => void session.retry(id, { locale, timezone }), [locale, timezone]);
  return {
    exchanges,
    asking: exchanges.at(-1)?.state === "asking",
    ask,
    retry,
    cancel: () => session.cancel(),
    clear: () => session.clear(),
  };
}
