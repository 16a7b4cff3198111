import { UnavailableError } from "@/lib/core/errors";
import { processSingleton } from "@/lib/core/once";
import { SECOND_MS } from "@/lib/core/time";

const MEBIBYTE = 1024 * 1024;
/** Answers below are not counted: they leave in one piece. */
const BIG_BYTES = MEBIBYTE;
/** Big answers on their way to clients, all together. */
const PENDING_BYTES_MAX = 128 * MEBIBYTE;
/** A client that takes nothing for this long is gone, or wants to hold our memory. Prometheus has no such limit. */
const STALL_MS = 60 * SECOND_MS;
/** What is given to the socket at once: its own buffer is of this order. */
const CHUNK_BYTES = 256 * 1024;

const pending = processSingleton("answer-bytes", () => ({ bytes: 0 }));

/**
 * An answer whose JSON was written as UTF-8 already. A big one goes out in pieces, as fast as the client takes them.
 *
 * @throws UnavailableError when clients have not yet taken too much of what was answered before.
 */
export function answerBytes(bytes: Uint8Array<ArrayBuffer>): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  if (bytes.length < BIG_BYTES) return new Response(bytes, { headers });
  const held = pending();
  if (held.bytes + bytes.length > PENDING_BYTES_MAX)
    throw new UnavailableError("too many big answers are on their way to clients: try again");
  held.bytes += bytes.length;
  return new Response(
    inPieces(bytes, () => (held.bytes -= bytes.length)),
    { headers },
  );
}

/** @param onEnd called once, when the last piece was taken or nobody wants it. */
function inPieces(bytes: Uint8Array<ArrayBuffer>, onEnd: () => void): ReadableStream<Uint8Array> {
  let at = 0;
  let isOver = false;
  let stalled: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(stalled);
    if (!isOver) onEnd();
    isOver = true;
  };
  const watch = (controller: ReadableStreamDefaultController): void => {
    stalled = setTimeout(() => {
      end();
      controller.error(new UnavailableError("the client took nothing for too long"));
    }, STALL_MS).unref();
  };
  return new ReadableStream(
    {
      // It may be that nobody reads at all.
      start: watch,
      pull: (controller) => {
        clearTimeout(stalled);
        if (at >= bytes.length) {
          end();
          controller.close();
          return;
        }
        controller.enqueue(bytes.subarray(at, (at += CHUNK_BYTES)));
        watch(controller);
      },
      cancel: end,
    },
    // Nothing is made ready before it is wanted.
    { highWaterMark: 0 },
  );
}
