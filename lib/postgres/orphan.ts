import { readFile, readlink, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** How long a fast shutdown may take: it writes a checkpoint. Our choice; then comes an immediate one. */
const FAST_SHUTDOWN_MS = 15_000;
const POLL_MS = 50;

/**
 * Stops a server that outlived the process which started it (`kill -9` of the supervisor). The caller must own the data
 * folder's lock: then any server on it is an orphan.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const pid = await readServerPid(cluster);
  if (pid === null || !isAlive(pid)) return; // PostgreSQL knows a dead id for what it is.
  if (await servesCluster(pid, cluster)) await stopServer(pid, () => isAlive(pid));
  // The id was given to another process since: PostgreSQL would take that for a living server.
  else await rm(path.join(cluster, "postmaster.pid"));
}

/** Fast shutdown, then immediate (recovers at the next start), then the kernel's. Resolves when it is gone. */
export async function stopServer(pid: number, alive: () => boolean): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", FAST_SHUTDOWN_MS],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!alive()) return;
    process.kill(pid, signal);
    const deadline = performance.now() + waitMs;
    // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
    while (alive() && performance.now() < deadline) await delay(POLL_MS);
  }
}

async function readServerPid(cluster: string): Promise<number | null> {
  const content = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number(content.split("\n", 1)[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** After a crash or a reboot the id in the file may belong to anyone: a server's working directory is its cluster. */
async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== "linux") return isAlive(pid);
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return cwd !== null && cwd === (await realpath(cluster));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
