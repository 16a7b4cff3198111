import type { MessagePort } from "node:worker_threads";
import type { MetricStore, QueryAnnotations } from "@/lib/metrics/store";
import { inCarriedTrace } from "@/lib/telemetry/carry-trace";
import { Handed, type FromThread, type ToThread } from "./messages";
import { METHODS } from "./methods";
import { packError } from "./send-error";

/**
 * Answers the calls that come over the port, as many at once as come.
 *
 * @returns resolves when the owner closes it; what ran then is aborted.
 */
export function serveStore(store: MetricStore, port: MessagePort): Promise<void> {
  const running = new Map<number, AbortController>();
  const send = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, [...transfer]);

  async function answer({ id, method, args }: Extract<ToThread, { kind: "call" }>): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    let notes: QueryAnnotations | null = null;
    const onAnnotations = (given: QueryAnnotations): void => void (notes = given);
    try {
      // Safe because the owner's calls are checked against these very signatures.
      const run = METHODS[method] as (ctx: unknown, ...rest: readonly unknown[]) => Promise<unknown>;
      const result = await run({ store, signal: controller.signal, onAnnotations }, ...args);
      if (controller.signal.aborted) return;
      if (result instanceof Handed) send({ kind: "answer", id, value: result.value, notes }, result.transfer);
      else send({ kind: "answer", id, value: result, notes });
    } catch (error) {
      if (!controller.signal.aborted) send({ kind: "failure", id, error: packError(error) });
    } finally {
      running.delete(id);
    }
  }

  return new Promise((resolve) => {
    port.on("message", (message: ToThread) => {
      if (message.kind === "call") void inCarriedTrace(message.trace, () => answer(message));
      else if (message.kind === "cancel") running.get(message.id)?.abort();
      else {
        for (const controller of running.values()) controller.abort();
        resolve();
      }
    });
  });
}
