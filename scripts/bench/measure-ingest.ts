import { SECOND_MS } from "@/lib/core/time";
import type { Engine } from "./engines/engine";
import type { History } from "./history";
import { sendWell } from "./http-client";

const WRITE_HEADERS = {
  "content-encoding": "snappy",
  "content-type": "application/x-protobuf",
  "x-prometheus-remote-write-version": "0.1.0",
};

export async function sendWrite({ writeUrl, headers }: Engine, body: Uint8Array): Promise<void> {
  await sendWell(writeUrl, { method: "POST", headers: { ...WRITE_HEADERS, ...headers }, body });
}

/** Sends each queue on a connection of its own, one request after the other. @returns samples per second */
export async function measureIngest(engine: Engine, { queues, samples }: History): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    queues.map(async (queue) => {
      // oxlint-disable-next-line no-await-in-loop -- a sender keeps the order of its samples
      for (const body of queue) await sendWrite(engine, body);
    }),
  );
  return (samples * SECOND_MS) / (performance.now() - startedAt);
}
