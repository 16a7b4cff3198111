import type { Ask, Reply } from "@/lib/chat/schemas";
import { readEvents } from "./read-events";

export interface Exchange {
  id: number;
  question: string;
  state: "asking" | "answered" | "failed" | "cancelled";
  /** How the question was read, as soon as that is known. */
  interpretation: string;
  /** Queries begun. */
  queries: number;
  reply: Reply | null;
  error: string;
}

type Listener = () => void;
type Locale = Pick<Ask, "locale" | "timezone">;

/**
 * The conversation of this browser tab. Outside of React, so that the dock and the page show the same one and an answer
 * goes on arriving while the reader moves from page to page.
 */
export class ChatSession {
  private exchanges: readonly Exchange[] = [];
  private readonly listeners = new Set<Listener>();
  private conversationId: string | undefined;
  private running: AbortController | null = null;
  private nextId = 1;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): readonly Exchange[] => this.exchanges;

  /** Asks; a question that is still under way is given up first. */
  async ask(question: string, locale: Locale): Promise<void> {
    this.cancel();
    const id = this.nextId++;
    const controller = new AbortController();
    this.running = controller;
    this.set([
      ...this.exchanges,
      { id, question, state: "asking", interpretation: "", queries: 0, reply: null, error: "" },
    ]);
    try {
      await this.stream(id, question, locale, controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.change(id, () => ({
        state: "failed",
        error: error instanceof Error ? error.message : String(error),
      }));
    } finally {
      if (this.running === controller) this.running = null;
    }
  }

  /** The same question again, in the place of the one that failed. */
  retry(id: number, locale: Locale): Promise<void> {
    const failed = this.exchanges.find((exchange) => exchange.id === id);
    if (!failed) return Promise.resolve();
    this.set(this.exchanges.filter((exchange) => exchange.id !== id));
    return this.ask(failed.question, locale);
  }

  cancel(): void {
    if (!this.running) return;
    this.running.abort();
    this.running = null;
    this.set(this.exchanges.map((e) => (e.state === "asking" ? { ...e, state: "cancelled" } : e)));
  }

  /** Begins a new conversation. */
  clear(): void {
    this.cancel();
    this.conversationId = undefined;
    this.set([]);
  }

  private async stream(id: number, question: string, locale: Locale, signal: AbortSignal): Promise<void> {
    const body: Ask = {
      question,
      ...locale,
      ...(this.conversationId === undefined ? {} : { conversationId: this.conversationId }),
    };
    const response = await fetch("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok || !response.body) throw new Error(await problemOf(response));
    for await (const event of readEvents(response.body)) {
      if (event.type === "understood") this.change(id, () => ({ interpretation: event.interpretation }));
      else if (event.type === "querying") this.change(id, (e) => ({ queries: e.queries + 1 }));
      else if (event.type === "error") throw new Error(event.detail);
      else {
        this.conversationId = event.reply.conversationId;
        this.change(id, () => ({ state: "answered", reply: event.reply }));
        return;
      }
    }
    throw new Error(`${response.status}`);
  }

  private change(id: number, to: (before: Exchange) => Partial<Exchange>): void {
    this.set(this.exchanges.map((e) => (e.id === id ? { ...e, ...to(e) } : e)));
  }

  private set(exchanges: readonly Exchange[]): void {
    this.exchanges = exchanges;
    for (const listener of this.listeners) listener();
  }
}

/** The sentence of a problem document (RFC 9457), or the bare status. */
async function problemOf(response: Response): Promise<string> {
  const value: unknown = await response.json().catch(() => null);
  const detail = typeof value === "object" && value !== null && "detail" in value ? value.detail : null;
  return typeof detail === "string" ? detail : `${response.status} ${response.statusText}`;
}
