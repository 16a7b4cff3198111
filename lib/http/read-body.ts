import { InvalidError } from "@/lib/core/errors";
import { BodyTooLargeError } from "./status";

interface ReadOptions {
  /** Ends the reading with its reason. */
  signal?: AbortSignal;
  /** Hears of each part as it comes; what it throws ends the reading. */
  onBytes?: (bytes: number) => void;
  /** Leave what was not read, for `discardBody`: to give it up closes the connection, and with it goes the answer. */
  leaveRest?: boolean;
}

/**
 * Reads a body without ever holding more than `bytesMax` of it.
 *
 * @throws BodyTooLargeError as soon as the limit is passed, or at once when `Content-Length` says so.
 */
export async function readBytes(
  request: Request,
  bytesMax: number,
  { signal, onBytes, leaveRest = false }: ReadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw new BodyTooLargeError(bytesMax);
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  // Rejects a read that waits.
  const stop = (): void => reader.releaseLock();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream is read part by part
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > bytesMax) throw new BodyTooLargeError(bytesMax);
      onBytes?.(value.byteLength);
      chunks.push(value);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (leaveRest) reader.releaseLock();
    else void reader.cancel(error).catch(() => undefined);
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Longest that the rest of a body is waited for. A sender that is well has its answer long before. Our choice. */
const DISCARD_MS = 5_000;

/**
 * Takes what is left of a body and forgets it, so that a sender which is still writing hears its answer: a connection
 * that is closed on unread bytes is reset, and the answer lost. Costs no memory.
 */
export async function discardBody({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  const give = setTimeout(() => void reader.cancel().catch(() => undefined), DISCARD_MS).unref();
  try {
    // oxlint-disable-next-line no-await-in-loop -- a stream is read part by part
    while (!(await reader.read()).done);
  } catch {
    // The sender has gone: nobody waits for an answer.
  } finally {
    clearTimeout(give);
  }
}

/** @throws InvalidError when the bytes are not UTF-8. */
export async function readText(request: Request, bytesMax: number): Promise<string> {
  const bytes = await readBytes(request, bytesMax);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidError("The body is not UTF-8.", { cause, place: "body" });
  }
}

/** @throws InvalidError in the words of the JSON parser, which name the position. An empty body is `undefined`. */
export async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const text = await readText(request, bytesMax);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidError(`The body is not JSON: ${cause instanceof Error ? cause.message : ""}`, {
      cause,
      place: "body",
    });
  }
}
