import { setTimeout as delay } from "node:timers/promises";
import { writeRequestBody } from "./write-request";

/** As Prometheus' remote-write queue: waits 30 ms before the second try, doubled to at most 5 s; here at most half a second. */
const RETRY_MS = { first: 30, most: 500 };

export interface NumberedStreamOptions {
  url: string;
  token: string;
  metric: string;
  /** Time of number 0, and the distance of two numbers. */
  startMs: number;
  stepMs: number;
  /** Series that carry the same numbers. */
  lanes: readonly string[];
  /** Numbers of one request. */
  perRequest: number;
}

/**
 * A sender as Prometheus is one: numbers in order, one request at a time, and a request that was not answered, or with
 * 429 or 5xx, is sent again until it is. Any other answer ends it: nothing that it sends may be refused.
 */
export class NumberedStream {
  /** Numbers below this were answered with 2xx. */
  acknowledged = 0;
  /** Requests that had to be sent again. */
  retries = 0;
  readonly #options: NumberedStreamOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #fault: unknown;

  constructor(options: NumberedStreamOptions) {
    this.#options = options;
    this.#ended = this.#run().catch((fault: unknown) => {
      this.#fault = fault;
    });
  }

  timeOf(n: number): number {
    return this.#options.startMs + n * this.#options.stepMs;
  }

  /** Resolves when `count` more numbers are acknowledged. */
  async advance(count: number, withinMs = 120_000): Promise<void> {
    const [wanted, deadline] = [this.acknowledged + count, Date.now() + withinMs];
    while (this.acknowledged < wanted) {
      if (this.#fault !== undefined) throw this.#fault;
      if (Date.now() > deadline)
        throw new Error(`${this.#options.metric} stays at ${this.acknowledged} of ${wanted}.`);
      await delay(5);
    }
  }

  /** Resolves when the request under way is acknowledged. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #run(): Promise<void> {
    const { perRequest } = this.#options;
    while (!this.#stopping.signal.aborted) {
      const numbers = Array.from({ length: perRequest }, (_, i) => this.acknowledged + i);
      await this.#sendUntilTaken(this.#body(numbers));
      this.acknowledged += perRequest;
    }
  }

  #body(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
    const { metric, lanes } = this.#options;
    const t = numbers.map((n) => this.timeOf(n));
    return writeRequestBody(lanes.map((lane) => ({ labels: { __name__: metric, lane }, t, v: numbers })));
  }

  async #sendUntilTaken(body: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let wait = RETRY_MS.first; ; wait = Math.min(RETRY_MS.most, wait * 2)) {
      const { status, said } = await this.#send(body);
      if (status >= 200 && status < 300) return;
      if (status !== 0 && status !== 429 && status < 500)
        throw new Error(`${this.#options.metric} was refused with ${status}: ${said}`);
      this.retries++;
      await delay(wait);
    }
  }

  /** The answer; its status is 0 without one. */
  async #send(body: Uint8Array<ArrayBuffer>): Promise<{ status: number; said: string }> {
    const { url, token } = this.#options;
    try {
      const response = await fetch(`${url}/api/v1/write`, {
        method: "POST",
        body,
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/x-protobuf",
          "content-encoding": "snappy",
          "x-prometheus-remote-write-version": "0.1.0",
        },
        // Prometheus' own default of `remote_timeout`.
        signal: AbortSignal.timeout(30_000),
      });
      return { status: response.status, said: await response.text() };
    } catch (error) {
      return { status: 0, said: String(error) };
    }
  }
}
