import type { Context } from "@/lib/core/context";
import type { UnixMs } from "@/lib/core/time";
import type { Chart, Receipt, Source, Table } from "../schemas";
import type { ChatCatalogue } from "../understand/catalogue";
import type { Phrases } from "./phrases/types";

export interface AnswerContext {
  ctx: Context;
  catalogue: ChatCatalogue;
  locale: "en" | "zh";
  timezone: string;
  /** One moment for all queries of an answer, so that its figures agree. */
  now: UnixMs;
  say: Phrases;
  signal?: AbortSignal;
  onQuery?: (promql: string) => void;
}

/** What an answerer hands back; the rest of the reply is the same for all. */
export interface Answer {
  answer: string;
  queries: Receipt[];
  sources: Source[];
  result: Table;
  chart: Chart | null;
  suggestions: string[];
}

export const NO_TABLE: Table = { columns: [], rows: [] };

export function answerOf(parts: Partial<Answer> & { answer: string }): Answer {
  return { queries: [], sources: [], result: NO_TABLE, chart: null, suggestions: [], ...parts };
}
