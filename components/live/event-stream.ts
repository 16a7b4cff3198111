import { liveEventSchema, type LiveEvent } from "@/lib/live/topics";

/** `lost`: it keeps trying; what is on the screen may be old. */
export type LiveState = "connecting" | "open" | "lost";
/** `missed`: some events cannot be had any more, so everything must be asked for again. */
export type LiveNotice = LiveEvent | "missed";

export interface EventStreamOptions {
  url: string;
  /** Of the last event that this browser saw, to go on from there. */
  lastEventId: string;
  onNotice: (notice: LiveNotice, id: string) => void;
  onState: (state: LiveState) => void;
}

const REOPEN_MS = 3_000;

/** The stream itself, reopened for ever. @returns the function that closes it. */
export function openEventStream({ url, lastEventId, onNotice, onState }: EventStreamOptions): () => void {
  let seen = lastEventId;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const notice = (value: LiveNotice, id: string): void => {
    if (id !== "") seen = id;
    onNotice(value, seen);
  };

  function open(): void {
    const opened = new EventSource(seen === "" ? url : `${url}?lastEventId=${encodeURIComponent(seen)}`);
    source = opened;
    opened.addEventListener("open", () => onState("open"));
    opened.addEventListener("live", ({ data, lastEventId: id }: MessageEvent<string>) => {
      const event = liveEventSchema.safeParse(JSON.parse(data));
      if (event.success) notice(event.data, id);
    });
    // From here on a lost connection can be resumed, even when nothing has happened yet.
    opened.addEventListener("ready", ({ lastEventId: id }: MessageEvent<string>) => {
      seen = id;
    });
    opened.addEventListener("missed", () => notice("missed", ""));
    opened.addEventListener("error", () => {
      onState("lost");
      // The browser tries again by itself, but gives up for good on an error status.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    });
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
