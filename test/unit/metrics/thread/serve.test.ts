import { once } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FromThread, ToThread } from "@/lib/metrics/thread/messages";
import { serveStore } from "@/lib/metrics/thread/serve";
import type { QueryOptions } from "@/lib/metrics/store";
import { scriptedMetrics } from "../../../support/context";

describe("serveStore", () => {
  let port: MessagePort;
  let asked: QueryOptions[];
  let served: Promise<void>;
  const send = (message: ToThread) => port.postMessage(message);
  const query = (id: number): ToThread => ({ kind: "call", id, method: "query", args: ["up", 0, {}] });
  const started = async (count: number): Promise<void> => {
    while (asked.length < count) await new Promise(setImmediate);
  };

  beforeEach(() => {
    const channel = new MessageChannel();
    port = channel.port1;
    asked = [];
    // Each query runs until it is aborted.
    const store = scriptedMetrics({
      query: (_, __, opts = {}) => {
        asked.push(opts);
        return new Promise((_resolve, reject) => {
          opts.signal?.addEventListener("abort", () => reject(new Error("stopped")));
        });
      },
      status: () => Promise.resolve({ series: 1, seriesTotal: 1, newestMs: null }),
    });
    served = serveStore(store, channel.port2);
  });
  afterEach(() => port.close());

  it("aborts the one query whose caller has left, and says no more about it", async () => {
    send(query(1));
    send(query(2));
    await started(2);
    send({ kind: "cancel", id: 1 });
    send({ kind: "call", id: 3, method: "status", args: [] });
    const [message] = (await once(port, "message")) as [FromThread];
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
    expect(message).toMatchObject({ kind: "answer", id: 3 });
  });

  it("gives up all that runs when it is closed", async () => {
    send(query(1));
    await started(1);
    send({ kind: "close" });
    await served;
    expect(asked[0]?.signal?.aborted).toBe(true);
  });
});
