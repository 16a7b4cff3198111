import { AppError } from "@/lib/core/errors";
import type { Reply, StreamEvent } from "./schemas";

type Progress = (event: Extract<StreamEvent, { type: "understood" | "querying" }>) => void;

const encode = ({ type, ...data }: StreamEvent): string =>
  `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * An answer as server-sent events: `understood`, `querying` for each query, then `answer` or `error`.
 *
 * @param work makes the answer; it is aborted when the reader leaves.
 */
export function replyStream(
  signal: AbortSignal,
  work: (progress: Progress, signal: AbortSignal) => Promise<Reply>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      const write = (event: StreamEvent) => {
        if (!either.aborted) controller.enqueue(encoder.encode(encode(event)));
      };
      try {
        write({ type: "answer", reply: await work(write, either) });
      } catch (error) {
        // What we did not throw on purpose may hold secrets: only its kind is told.
        const known = error instanceof AppError;
        write({
          type: "error",
          detail: known ? error.message : "The question could not be answered because of an internal error.",
          retryable: known ? error.retryable : true,
        });
      }
      if (!gone.signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  });
}
