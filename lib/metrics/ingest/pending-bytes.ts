import { UnavailableError } from "@/lib/core/errors";

/** What a stalled database or slow senders may hold back before others are asked to wait. */
const PENDING_BYTES_MAX = 256 * 1024 * 1024;
/**
 * Memory for each unpacked byte while a request is in work: the byte itself, its series as objects and arrays, the row
 * for the database. Measured at 2 to 3 for requests of one sample a series.
 */
export const DECODED_BYTES_PER_BYTE = 4;
const RETRY_AFTER_S = 5;

/** Turned away because too much is in work, or not done in time: the sender keeps its samples and comes again. */
export class OverloadError extends UnavailableError {
  constructor(message: string) {
    super(message, { retryAfterS: RETRY_AFTER_S });
  }
}

/** Bytes that requests hold in memory, in all. Every request that is not finished counts, answered or not. */
export class PendingBytes {
  #bytes = 0;
  readonly #max: number;

  constructor(max = PENDING_BYTES_MAX) {
    this.#max = max;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A request that begins, with nothing yet. */
  open(): PendingRequest {
    let own = 0;
    let isClosed = false;
    return {
      add: (bytes) => {
        if (isClosed) return;
        // Alone it may take what it needs, up to its own limits: otherwise it would never pass.
        if (this.#bytes + bytes > this.#max && this.#bytes > own) {
          throw new OverloadError(
            "Too many writes are waiting for the metrics database; send this one again later.",
          );
        }
        own += bytes;
        this.#bytes += bytes;
      },
      close: () => {
        this.#bytes -= own;
        own = 0;
        isClosed = true;
      },
    };
  }
}

export interface PendingRequest {
  /** Takes more. @throws OverloadError when the bound is reached. */
  add: (bytes: number) => void;
  /** Gives all back. */
  close: () => void;
}
