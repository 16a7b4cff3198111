import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { backoffMs } from "@/lib/core/backoff";
import { UnavailableError } from "@/lib/core/errors";
import type { QueryAnnotations } from "@/lib/metrics/store";
import { carriedTrace } from "@/lib/telemetry/carry-trace";
import type { FromThread, ThreadSetup, ToThread } from "./messages";
import type { MethodArguments, MethodName, MethodResult } from "./methods";
import { unpackError } from "./send-error";

/** A thread that lived this long was well: its end is the first failure again. Our choice. */
const HEALTHY_MS = 60_000;
/** To finish what it is doing with the database when it is closed. Below the time in which the supervisor kills. */
const CLOSE_WITHIN_MS = 3_000;

/**
 * MiB of each half of V8's young generation in this thread: with the 4 of our other threads a vector of 3,000 series takes
 * 4.1 ms of processor time, with 16 it takes 2.9, for some 10 MiB more. Heaps take the flag that is set when they are made;
 * `resourceLimits` would not win against the one of the process.
 */
const NURSERY_FLAG = "--max-semi-space-size=16";

interface Pending {
  resolve: (answer: { value: unknown; notes: QueryAnnotations | null }) => void;
  reject: (error: unknown) => void;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  onAnnotations?: ((notes: QueryAnnotations) => void) | undefined;
  transfer?: readonly ArrayBuffer[];
}

const died = (): UnavailableError =>
  new UnavailableError("The metrics thread has ended; it is started again.");

/** Keeps one thread running and makes calls to it. Every call settles, whatever becomes of the thread. */
export class ThreadClient {
  readonly #script: string;
  readonly #setup: ThreadSetup;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  #restart: NodeJS.Timeout | undefined;
  #nextId = 0;
  #failures = 0;
  #closed = false;

  constructor(script: string, setup: ThreadSetup) {
    this.#script = script;
    this.#setup = setup;
    this.#start();
  }

  /** Ends with what the method throws there; UnavailableError when the thread is not there or ends; the signal's reason. */
  async call<Name extends MethodName>(
    method: Name,
    args: MethodArguments<Name>,
    { signal, onAnnotations, transfer = [] }: CallOptions = {},
  ): Promise<MethodResult<Name>> {
    signal?.throwIfAborted();
    const worker = this.#worker;
    if (worker === null) throw died();
    const id = this.#nextId++;
    const { promise, ...settle } = Promise.withResolvers<{
      value: unknown;
      notes: QueryAnnotations | null;
    }>();
    this.#pending.set(id, settle);
    const onAbort = (): void => {
      post(worker, { kind: "cancel", id });
      settle.reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      post(worker, { kind: "call", id, method, args, trace: carriedTrace() }, transfer);
      const { value, notes } = await promise;
      if (notes !== null) onAnnotations?.(notes);
      return value as MethodResult<Name>; // Safe because the thread ran the method of this name.
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** Ends the thread for good; calls in flight fail. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    post(worker, { kind: "close" });
    const late = setTimeout(() => void worker.terminate(), CLOSE_WITHIN_MS);
    await ended;
    clearTimeout(late);
  }

  #start(): void {
    const startedAt = performance.now();
    setFlagsFromString(NURSERY_FLAG);
    const worker = new Worker(this.#script, { workerData: this.#setup, name: "metrics" });
    // The process lives as long as something else wants it to.
    worker.unref();
    this.#worker = worker;
    worker.on("message", (message: FromThread) => {
      const pending = this.#pending.get(message.id);
      if (message.kind === "answer") pending?.resolve(message);
      else pending?.reject(unpackError(message.error));
    });
    worker.on("error", (error) => console.error("The metrics thread failed.", error));
    worker.on("exit", () => {
      this.#worker = null;
      for (const { reject } of this.#pending.values()) reject(died());
      if (this.#closed) return;
      this.#failures = performance.now() - startedAt > HEALTHY_MS ? 1 : this.#failures + 1;
      this.#restart = setTimeout(() => this.#start(), backoffMs(this.#failures)).unref();
    });
  }
}

function post(worker: Worker, message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
  worker.postMessage(message, [...transfer]);
}
