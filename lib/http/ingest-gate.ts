import { OverloadError } from "@/lib/metrics";

/** Writes in work at once. Each may hold a connection to the database's queue, its headers and 64 kB of unread body. */
const REQUESTS_MAX = 256;

/**
 * Keeps writes from piling up while the database stalls: only so many are in work, answered or not, and each is answered
 * in time.
 */
export class IngestGate {
  #running = 0;
  readonly #max: number;

  constructor(max = REQUESTS_MAX) {
    this.#max = max;
  }

  get running(): number {
    return this.#running;
  }

  /**
   * Runs `work`, whose signal is aborted at the deadline. What is under way then goes on and may still succeed: the
   * sender's repetition is harmless.
   *
   * @throws OverloadError at once when too many are in work, or at the deadline.
   */
  async run<T>(deadlineMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running >= this.#max)
      throw new OverloadError("Too many writes are in work; send this one again later.");
    this.#running++;
    const deadline = new AbortController();
    const late = new OverloadError("The write could not be confirmed in time; send it again.");
    const timer = setTimeout(() => deadline.abort(late), deadlineMs);
    const running = work(deadline.signal).finally(() => {
      clearTimeout(timer);
      this.#running--;
    });
    const expired = new Promise<never>((_, reject) => {
      deadline.signal.addEventListener("abort", () => reject(late), { once: true });
    });
    return Promise.race([running, expired]);
  }
}
