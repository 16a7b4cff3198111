import { execFile } from "node:child_process";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ConflictError } from "@/lib/core/errors";

/** Where the running product is and who runs it; for people, for a second start and for scripts. */
const lockSchema = z.object({ pid: z.number(), startedAt: z.string(), address: z.string() });
export type Lock = z.infer<typeof lockSchema>;

const FILE = "supervisor.lock";

export interface HeldLock {
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process. A lock whose holder is gone (`kill -9`, power cut) is taken over: the number of a
 * process may be given out again, but never together with its time of start.
 *
 * @throws ConflictError when another supervisor runs on this folder.
 */
export async function takeLock(dataFolder: string, address: string): Promise<HeldLock> {
  const file = path.join(dataFolder, FILE);
  const startedAt = await processStart(process.pid);
  if (startedAt === null) throw new Error("The time of start of this process cannot be found.");
  const mine = JSON.stringify({ pid: process.pid, startedAt, address } satisfies Lock);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    // `link` fails when the name is taken: of two at once one gets it.
    const taken = await link(draft, file).then(
      () => true,
      () => false,
    );
    if (!taken) {
      await refuseLiving(dataFolder);
      await rename(draft, file);
      // Another start may have found the same dead holder: the last rename wins.
      if ((await readFile(file, "utf8")) !== mine) await refuseLiving(dataFolder);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      if ((await readFile(file, "utf8").catch(() => null)) === mine) await rm(file, { force: true });
    },
  };
}

/** The supervisor that runs on this folder now, or null. */
export async function readLock(dataFolder: string): Promise<Lock | null> {
  const text = await readFile(path.join(dataFolder, FILE), "utf8").catch(() => null);
  if (text === null) return null;
  const lock = lockSchema.safeParse(parse(text)).data;
  if (!lock) return null;
  return (await processStart(lock.pid)) === lock.startedAt ? lock : null;
}

async function refuseLiving(dataFolder: string): Promise<void> {
  const holder = await readLock(dataFolder);
  if (holder === null || holder.pid === process.pid) return;
  throw new ConflictError(
    "The data folder",
    dataFolder,
    `is in use by process ${holder.pid}, which serves ${holder.address}: open that, stop it first, or set EVENKEEL_DATA_DIR to another folder`,
  );
}

/** Boot and moment of a process's start, or null when there is none. */
async function processStart(pid: number): Promise<string | null> {
  if (process.platform !== "linux") {
    const found = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => null);
    return found?.stdout.trim() ?? null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  // proc(5): the second field is a name in brackets that may hold spaces; the start is the 22nd, state `Z` is a zombie.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z") return null;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${boot.trim()}/${fields[19] ?? ""}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
