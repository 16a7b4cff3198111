import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { send } from "../http-client";

const READY_WITHIN_MS = 30_000;

export const isInstalled = (program: string): boolean =>
  spawnSync(program, ["--version"]).error === undefined;

export interface PeerProcess {
  pid: number;
  folder: string;
  stop: () => Promise<void>;
}

/** Starts a program on a folder of its own. @throws Error with what it said when it does not get ready */
export async function startPeer(
  program: string,
  makeArguments: (folder: string) => Promise<string[]>,
  readyUrl: string,
): Promise<PeerProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), `bench-${program}-`));
  const child = spawn(program, await makeArguments(folder), { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "close");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
    if ((await send(readyUrl).catch(() => null))?.status === 200)
      return { pid: child.pid ?? 0, folder, stop };
    // oxlint-disable-next-line no-await-in-loop
    await delay(100);
  }
  await stop();
  throw new Error(`${program} did not get ready: ${said}`);
}
