import { writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { sendWell } from "../http-client";
import { folderBytes } from "../folder-bytes";
import type { Engine } from "./engine";
import { startPeer } from "./peer-process";

const snapshotSchema = z.object({ data: z.object({ name: z.string() }) });

/** Prometheus as a receiver of remote-write, with its own defaults. */
export async function startPrometheus(port: number): Promise<Engine> {
  const baseUrl = `http://127.0.0.1:${port}`;
  const peer = await startPeer(
    "prometheus",
    async (folder) => {
      const config = path.join(folder, "prometheus.yml");
      await writeFile(config, "{}");
      return [
        `--config.file=${config}`,
        `--storage.tsdb.path=${path.join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--web.enable-remote-write-receiver",
        "--web.enable-admin-api",
      ];
    },
    `${baseUrl}/-/ready`,
  );
  return {
    name: "prometheus",
    baseUrl,
    writeUrl: `${baseUrl}/api/v1/write`,
    headers: {},
    pids: () => Promise.resolve([peer.pid]),
    // A snapshot holds every sample in blocks, those of the head as well, and no write-ahead log.
    compactedBytes: async () => {
      const { body } = await sendWell(`${baseUrl}/api/v1/admin/tsdb/snapshot`, { method: "POST" });
      const { data } = snapshotSchema.parse(JSON.parse(body.toString()));
      return folderBytes(path.join(peer.folder, "data", "snapshots", data.name));
    },
    stop: peer.stop,
  };
}
