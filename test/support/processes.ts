import { readFile, readdir, readlink } from "node:fs/promises";

/** Why tests that kill processes cannot run on this system; empty when they can. */
export const cannotKill = process.platform === "linux" ? "" : "processes are found in /proc, which is Linux'";

/** Processes of a product, its supervisor included: their environment names its data folder, or they work in it (PostgreSQL). */
export async function processesOf(dataFolder: string): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
  const mine = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      return environment.includes(`EVENKEEL_DATA_DIR=${dataFolder}\0`) || cwd.startsWith(dataFolder);
    }),
  );
  return pids.filter((_, index) => mine[index]);
}

/** The process of a product whose command line holds `name`. */
export async function pidOf(dataFolder: string, name: string): Promise<number> {
  for (const pid of await processesOf(dataFolder)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.replaceAll("\0", " ").includes(name)) return pid;
  }
  throw new Error(`No process ${name} belongs to ${dataFolder}.`);
}

export function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with its parent.
  }
}
