import { readdir, readFile } from "node:fs/promises";

interface ProcessStatus {
  pid: number;
  parent: number;
  command: string;
  residentBytes: number;
}

/** @see proc(5), /proc/pid/status */
async function readStatus(pid: number): Promise<ProcessStatus | null> {
  const text = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  if (text === null) return null;
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*?)(?: kB)?$`, "m").exec(text)?.[1] ?? "";
  return {
    pid,
    parent: Number(field("PPid")),
    command: field("Name"),
    residentBytes: Number(field("VmRSS")) * 1_024,
  };
}

/** A process and all that it started, as far as their commands are wanted. */
export async function descendants(root: number, isWanted: (command: string) => boolean): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(readStatus))).filter((status) => status !== null);
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid, command }) => found.has(pid) && isWanted(command)).map(({ pid }) => pid);
}

export async function residentBytes(pids: readonly number[]): Promise<number> {
  const all = await Promise.all(pids.map(readStatus));
  return all.reduce((sum, status) => sum + (status?.residentBytes ?? 0), 0);
}
