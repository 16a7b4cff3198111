import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { folderBytes } from "../folder-bytes";
import { sendWell } from "../http-client";
import type { Engine } from "./engine";
import { startPeer } from "./peer-process";

const MERGE_POLL_MS = 2_000;

/** VictoriaMetrics with its own defaults, but that it shows new samples at once in place of after 30 s. */
export async function startVictoriaMetrics(port: number): Promise<Engine> {
  const baseUrl = `http://127.0.0.1:${port}`;
  const peer = await startPeer(
    "victoria-metrics",
    (folder) =>
      Promise.resolve([
        `-storageDataPath=${path.join(folder, "data")}`,
        `-httpListenAddr=127.0.0.1:${port}`,
        "-search.latencyOffset=0s",
      ]),
    `${baseUrl}/health`,
  );
  return {
    name: "victoria-metrics",
    baseUrl,
    writeUrl: `${baseUrl}/api/v1/write`,
    headers: {},
    pids: () => Promise.resolve([peer.pid]),
    compactedBytes: async () => {
      await sendWell(`${baseUrl}/internal/force_flush`);
      await sendWell(`${baseUrl}/internal/force_merge`);
      return settledBytes(path.join(peer.folder, "data"));
    },
    stop: peer.stop,
  };
}

/** Merges run in the background and parts that were merged go away a little later: waits until the size stays. */
async function settledBytes(folder: string): Promise<number> {
  let before = -1;
  let bytes = await folderBytes(folder);
  for (let polls = 0; polls < 15 && bytes !== before; polls++) {
    // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
    await delay(MERGE_POLL_MS);
    before = bytes;
    // oxlint-disable-next-line no-await-in-loop
    bytes = await folderBytes(folder);
  }
  return bytes;
}
