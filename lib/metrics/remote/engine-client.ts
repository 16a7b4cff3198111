import { setTimeout as delay } from "node:timers/promises";
import { type AppError, LimitError, TimeoutError, UnavailableError } from "@/lib/core/errors";
import { SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import { admitRequest, CLOSED, openUntil, settleRequest, type Circuit, type Evidence } from "./circuit";
import { mapError } from "./map-error";
import { readAnswerText } from "./read-answer-text";
import { readRetryAfter } from "./retry-after";

/** Tries of one request. Our choice: with the waits below a restart of a proxy goes unnoticed, a dead engine is told in 2 s. */
const TRIES = 3;
/** Before the second try; doubled each time, and spread over half to all of it so that waiting clients do not come at once. */
const FIRST_WAIT_MS = 200;

/** Longest pause of the engine (`Retry-After`) that a request waits for. Our choice: a person waits for it. */
const PATIENCE_MS = 2 * SECOND_MS;

export interface EngineRequest {
  method: "GET" | "POST";
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: URLSearchParams | Uint8Array<ArrayBuffer>;
  /** All tries and waits together. */
  timeoutMs: DurationMs;
  signal?: AbortSignal | undefined;
}

export interface EngineClientOptions {
  now?: () => UnixMs;
  /** 0..1, for the spread of waits. */
  random?: () => number;
}

/** A refused request is a sign of life; a failure of the engine is not. Its own time-out is: the query was too heavy. */
function evidenceOf(status: number, error: AppError): Evidence {
  return status < 500 || error instanceof TimeoutError ? "alive" : "failing";
}

/**
 * HTTP to one engine: time-outs, retries and a circuit breaker. Every request here may be sent twice without harm: reads
 * change nothing, and a sample that is written again is the same sample.
 */
export class EngineClient {
  #circuit: Circuit = CLOSED;
  readonly #now: () => UnixMs;
  readonly #random: () => number;

  constructor({ now = Date.now, random = Math.random }: EngineClientOptions = {}) {
    this.#now = now;
    this.#random = random;
  }

  /**
   * The text of a successful answer. An engine that names a time to come back at (`Retry-After`) is left alone until
   * then, by this request and by all others.
   *
   * @throws the error that mapError makes of a refusal; UnavailableError when nobody answers or the circuit is open;
   * LimitError when the answer is too large; TimeoutError past `timeoutMs`; the signal's reason when it is aborted.
   */
  async send(request: EngineRequest): Promise<string> {
    const late = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    for (let attempt = 1; ; attempt++) {
      request.signal?.throwIfAborted();
      try {
        // oxlint-disable-next-line no-await-in-loop -- a try follows the one before
        return await this.#guarded(request, signal);
      } catch (error) {
        if (!(error instanceof UnavailableError) || attempt === TRIES || this.#pauseMs() > PATIENCE_MS)
          throw error;
      }
      const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + this.#random() / 2);
      const waitMs = Math.max(backoffMs, this.#pauseMs());
      // oxlint-disable-next-line no-await-in-loop -- the wait between two tries
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** How long nothing is sent. While a probe is under way nobody knows. */
  #pauseMs(): DurationMs {
    if (this.#circuit.kind === "closed") return 0;
    return this.#circuit.kind === "open" ? this.#circuit.until - this.#now() : Infinity;
  }

  /** One try, if the circuit lets it pass; its outcome goes to the circuit. */
  async #guarded(request: EngineRequest, signal: AbortSignal): Promise<string> {
    const { circuit, as } = admitRequest(this.#circuit, this.#now());
    this.#circuit = circuit;
    if (as === null) {
      const waitMs = circuit.kind === "open" ? circuit.until - this.#now() : SECOND_MS;
      throw new UnavailableError(
        `The metrics engine at ${request.url.host} does not answer; it is asked again in ${Math.ceil(waitMs / SECOND_MS)} s.`,
      );
    }
    let evidence: Evidence = "failing";
    let pauseMs: DurationMs | null = null;
    try {
      const { status, text, retryAfterMs } = await this.#exchange(request, signal);
      if (status >= 200 && status < 300) {
        evidence = "alive";
        return text;
      }
      const error = mapError(status, text);
      evidence = evidenceOf(status, error);
      if (retryAfterMs !== null && error instanceof UnavailableError) pauseMs = retryAfterMs;
      throw error;
    } catch (error) {
      // Too large an answer is an answer.
      if (error instanceof LimitError) evidence = "alive";
      throw error;
    } finally {
      if (request.signal?.aborted) evidence = "none";
      this.#circuit = settleRequest(this.#circuit, as, evidence, this.#now());
      if (pauseMs !== null) this.#circuit = openUntil(this.#circuit, this.#now() + pauseMs);
    }
  }

  async #exchange(
    { method, url, headers, body, timeoutMs, signal: callers }: EngineRequest,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string; retryAfterMs: DurationMs | null }> {
    try {
      const response = await fetch(url, {
        method,
        signal,
        redirect: "error",
        ...(headers ? { headers } : {}),
        ...(body ? { body } : {}),
      });
      return {
        status: response.status,
        text: await readAnswerText(response),
        retryAfterMs: readRetryAfter(response, this.#now()),
      };
    } catch (cause) {
      if (cause instanceof LimitError) throw cause;
      if (callers?.aborted) throw callers.reason;
      if (signal.aborted) {
        throw new TimeoutError(
          `The metrics engine at ${url.host} gave no answer in ${timeoutMs / SECOND_MS} s.`,
          { cause },
        );
      }
      throw new UnavailableError(`The metrics engine at ${url.host} cannot be reached.`, { cause });
    }
  }
}
