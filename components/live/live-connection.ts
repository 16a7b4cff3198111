import { openEventStream, type LiveNotice, type LiveState } from "./event-stream";

type Message =
  | { kind: "notice"; notice: LiveNotice; id: string }
  | { kind: "state"; state: LiveState }
  /** A tab that just opened asks how things stand. */
  | { kind: "hello" };

const NAME = "evenkeel-live";

/**
 * The one event stream of this browser. A browser allows six connections to a server over HTTP/1.1, all tabs together: so
 * the tab that holds the lock keeps the stream and tells the others, and when it closes another one goes on from the same
 * event. Where there are no locks (plain http from another machine) each tab has a stream of its own.
 */
export class LiveConnection {
  readonly #url: string;
  readonly #listeners = new Set<(notice: LiveNotice) => void>();
  readonly #stateListeners = new Set<() => void>();
  #state: LiveState = "connecting";
  #lastEventId = "";
  #channel: BroadcastChannel | undefined;
  #left: AbortController | undefined;
  #holdsStream = false;

  constructor(url: string) {
    this.#url = url;
  }

  get state(): LiveState {
    return this.#state;
  }

  subscribe = (listener: (notice: LiveNotice) => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#join();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#leave();
    };
  };

  subscribeState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  #join(): void {
    const left = new AbortController();
    this.#left = left;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Message>) => this.#hear(data));
    this.#tell({ kind: "hello" });
    // Absent outside of a secure context, whatever the types say.
    const locks = navigator.locks as LockManager | undefined;
    if (locks === undefined) void this.#holdStream(left.signal);
    else {
      const options = { signal: left.signal };
      // Rejects when this tab leaves while it waits for its turn.
      locks.request(NAME, options, () => this.#holdStream(left.signal)).catch(() => undefined);
    }
  }

  #leave(): void {
    this.#left?.abort();
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Resolves when this tab leaves: that frees the lock. */
  async #holdStream(left: AbortSignal): Promise<void> {
    if (left.aborted) return;
    this.#holdsStream = true;
    const close = openEventStream({
      url: this.#url,
      lastEventId: this.#lastEventId,
      onNotice: (notice, id) => {
        this.#tell({ kind: "notice", notice, id });
        this.#hear({ kind: "notice", notice, id });
      },
      onState: (state) => {
        this.#tell({ kind: "state", state });
        this.#hear({ kind: "state", state });
      },
    });
    await new Promise((resolve) => left.addEventListener("abort", resolve, { once: true }));
    close();
    this.#holdsStream = false;
  }

  #tell(message: Message): void {
    // Without locks every tab hears for itself.
    if ("locks" in navigator) this.#channel?.postMessage(message);
  }

  #hear(message: Message): void {
    if (message.kind === "hello") {
      if (this.#holdsStream) this.#tell({ kind: "state", state: this.#state });
    } else if (message.kind === "notice") {
      this.#lastEventId = message.id;
      for (const listener of this.#listeners) listener(message.notice);
    } else if (message.state !== this.#state) {
      this.#state = message.state;
      for (const listener of this.#stateListeners) listener();
    }
  }
}
