"use client";
import { useLocale } from "next-intl";
import { useCallback, useSyncExternalStore } from "react";
import { ChatSession, type Exchange } from "./chat-session";

const session = new ChatSession();
const NOTHING: readonly Exchange[] = [];
const nothing = () => NOTHING;

/** Asked of the browser: the server learns it only after the first page. */
const browserTimezone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

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
  const ask = useCallback(
    (question: string) => void session.ask(question, { locale, timezone: browserTimezone() }),
    [locale],
  );
  const retry = useCallback(
    (id: number) => void session.retry(id, { locale, timezone: browserTimezone() }),
    [locale],
  );
  return {
    exchanges,
    asking: exchanges.at(-1)?.state === "asking",
    ask,
    retry,
    cancel: () => session.cancel(),
    clear: () => session.clear(),
  };
}
