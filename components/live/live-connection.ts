import { liveEventSchema, type LiveEvent } from "@/lib/live/topics";

/** `lost`: the browser keeps trying; what is on the screen may be old. */
export type LiveState = "connecting" | "open" | "lost";
export type LiveListener = (event: LiveEvent | "missed") => void;

/** The browser's one event stream: opened with the first listener, closed with the last. */
export class LiveConnection {
  readonly #url: string;
  readonly #listeners = new Set<LiveListener>();
  readonly #stateListeners = new Set<() => void>();
  #source: EventSource | undefined;
  #state: LiveState = "connecting";

  constructor(url: string) {
    this.#url = url;
  }

  get state(): LiveState {
    return this.#state;
  }

  subscribe = (listener: LiveListener): (() => void) => {
    this.#listeners.add(listener);
    this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  };

  subscribeState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  #open(): void {
    if (this.#source) return;
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener("open", () => this.#become("open"));
    source.addEventListener("live", ({ data }: MessageEvent<string>) => {
      const event = liveEventSchema.safeParse(JSON.parse(data));
      if (event.success) this.#deliver(event.data);
    });
    source.addEventListener("missed", () => this.#deliver("missed"));
    source.addEventListener("error", () => {
      this.#become("lost");
      // The browser gives up for good on an error status (restart behind a proxy, signed out): try again ourselves.
      if (source.readyState === EventSource.CLOSED) this.#reopenLater();
    });
  }

  #reopenLater(): void {
    this.#close();
    setTimeout(() => {
      if (this.#listeners.size === 0) return;
      this.#open();
      // Events of the meantime cannot be resumed by a new stream.
      this.#deliver("missed");
    }, REOPEN_MS);
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #deliver(event: LiveEvent | "missed"): void {
    for (const listener of this.#listeners) listener(event);
  }

  #become(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}

const REOPEN_MS = 3_000;
