import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { CatchUp, LiveDelivery, LiveHub } from "./hub";

export interface LiveStreamOptions {
  hub: LiveHub;
  /** Aborts when the client is gone. */
  signal: AbortSignal;
  /** Of the header `Last-Event-ID`, or null at the first connection. */
  lastEventId: number | null;
  heartbeatMs?: number;
}

/** Proxies drop a silent connection after 30 to 60 s. */
const HEARTBEAT_MS = 15 * SECOND_MS;
/** The browser comes back by itself and shows its credentials again, which may have been revoked since. */
const LIFETIME_MS = 15 * MINUTE_MS;
/** A client that does not read gets this many events, then it is cut off and resumes when it is well again. */
const QUEUE_MAX = 1_000;
const RETRY_MS = 2 * SECOND_MS;

/**
 * One browser's event stream, as in the HTML standard's server-sent events: `live` with a `LiveEvent`, `missed` when
 * everything must be asked for again, `ready` when nothing that happens from now on is left out. Ends on its own when the client vanishes, stops reading, or after 15 minutes.
 */
export function liveStream({
  hub,
  signal,
  lastEventId,
  heartbeatMs,
}: LiveStreamOptions): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let end = (): void => undefined;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async start(controller) {
        const write = (text: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) end();
          else controller.enqueue(encoder.encode(text));
        };
        const unsubscribe = hub.subscribe((delivery) => write(encode(delivery)));
        const heartbeat = setInterval(() => write(": still here\n\n"), heartbeatMs ?? HEARTBEAT_MS);
        const lifetime = setTimeout(() => end(), LIFETIME_MS);
        end = () => {
          end = () => undefined;
          unsubscribe();
          clearInterval(heartbeat);
          clearTimeout(lifetime);
          signal.removeEventListener("abort", stop);
          closeQuietly(controller);
        };
        const stop = (): void => end();
        signal.addEventListener("abort", stop);
        if (signal.aborted) return end();
        write(`retry: ${RETRY_MS}\n\n`);
        const { upTo, deliveries } = await hub
          .catchUp(lastEventId)
          .catch((): CatchUp => ({ upTo: lastEventId ?? 0, deliveries: ["missed"] }));
        for (const delivery of deliveries) write(encode(delivery));
        write(`id: ${upTo}\nevent: ready\ndata: {}\n\n`);
      },
      cancel: () => end(),
    },
    { highWaterMark: QUEUE_MAX },
  );
}

function encode(delivery: LiveDelivery): string {
  if (delivery === "missed") return "event: missed\ndata: {}\n\n";
  const { id, ...event } = delivery;
  return `${id === undefined ? "" : `id: ${id}\n`}event: live\ndata: ${JSON.stringify(event)}\n\n`;
}

/** After `cancel` the controller is closed already. */
function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close();
  } catch {
    // Closed by the client.
  }
}
