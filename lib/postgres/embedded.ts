import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { diskFull, isDiskFull } from "@/lib/core/disk-full";
import { UnavailableError } from "@/lib/core/errors";
import { chooseAccount, type Account } from "./account";
import { findBinaries, type NativeFolder } from "./binaries";
import { clusterArgument, ensureCluster, POSTGRES_ENV, SUPERUSER } from "./cluster";
import { stopOrphan, stopServer } from "./orphan";

const DATABASE = "evenkeel";
/** Crash recovery replays at most `max_wal_size` of log; minutes on a slow disk. Our choice. */
const READY_WITHIN_MS = 120_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;
/** A backend looks for its postmaster between statements; one that sorts or syncs may take seconds. Our choice. */
const BACKENDS_END_WITHIN_MS = 20_000;

export interface EmbeddedPostgres {
  /** With the password in it; listens on loopback only. */
  url: string;
  pid: number;
  /** Settles when the server is gone, however it ended. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, and everything committed is on disk. */
  stop(): Promise<void>;
}

export interface StartEmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster), `postgres.json` (password and port, mode 600) and `postgres.log`. */
  dataFolder: string;
  /** Server settings beyond ours, as `-c name=value`. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * Starts PostgreSQL on the data folder, making the cluster at first; resolves when it answers. Recovers by itself after a
 * crash, a server which outlived its starter included. The caller guarantees that nobody else starts on this folder.
 *
 * @throws ConflictError when the folder belongs to another major version.
 * @throws UnavailableError with PostgreSQL's own last words when it does not come up.
 */
export async function startEmbeddedPostgres({
  dataFolder,
  settings = {},
}: StartEmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(dataFolder, { recursive: true, mode: 0o755 });
  const cluster = path.resolve(dataFolder, "postgres");
  const account = await chooseAccount(cluster);
  const native = await findBinaries(account);
  const { password, port: portBefore } = await loadAccess(dataFolder);
  await ensureCluster(native, cluster, password, account);
  await stopOrphan(cluster);
  const port = await freePort(portBefore);
  if (port !== portBefore) await saveAccess(dataFolder, { password, port });
  const log = path.join(dataFolder, "postgres.log");
  const url = `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}`;
  const { server, exited } = await untilMemoryIsFree(async () => {
    const server = await spawnServer({ native, cluster, account, port, log, settings });
    const exited = once(server, "exit").then(() => undefined);
    try {
      await waitUntilReady(`${url}/postgres`, server, log);
      await ensureDatabase(`${url}/postgres`);
      return { server, exited };
    } catch (error) {
      server.kill("SIGQUIT");
      throw error;
    }
  });
  const pid = server.pid ?? 0;
  return { url: `${url}/${DATABASE}`, pid, exited, stop: () => stopServer(pid, () => isRunning(server)) };
}

/**
 * Tries again while backends of a killed server still hold its shared memory: each ends when it next looks for its
 * postmaster, and until then PostgreSQL refuses to start beside it.
 */
async function untilMemoryIsFree<T>(start: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + BACKENDS_END_WITHIN_MS;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await start();
    } catch (error) {
      const held = error instanceof Error && error.message.includes("pre-existing shared memory block");
      if (!held || performance.now() > deadline) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await delay(100);
    }
  }
}

interface ServerOptions {
  native: NativeFolder;
  cluster: string;
  account: Account | null;
  port: number;
  log: string;
  settings: Readonly<Record<string, string>>;
}

async function spawnServer(options: ServerOptions): Promise<ChildProcess> {
  const { native, cluster, account, port, log } = options;
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "100",
    // Fewer checkpoints while history is filled; the most that crash recovery has to replay.
    max_wal_size: "2GB",
    log_checkpoints: "off",
    timezone: "UTC",
    ...options.settings,
  };
  if (((await stat(log).catch(() => null))?.size ?? 0) > LOG_BYTES_MAX) await rename(log, `${log}.1`);
  const logFile = await open(log, "a", 0o600);
  const server = spawn(
    path.join(native, "bin", "postgres"),
    [
      "-D",
      clusterArgument(cluster, account),
      ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`]),
    ],
    {
      cwd: cluster,
      env: POSTGRES_ENV,
      stdio: ["ignore", logFile.fd, logFile.fd],
      // A Ctrl-C in the terminal must reach the supervisor alone: it stops the database last.
      detached: true,
      ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    },
  );
  await once(server, "spawn");
  await logFile.close();
  return server;
}

function isRunning(server: ChildProcess): boolean {
  return server.exitCode === null && server.signalCode === null;
}

/** A server that recovers accepts connections only to say so: try until it answers or is gone. */
async function waitUntilReady(url: string, server: ChildProcess, log: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  let cause: unknown;
  while (isRunning(server) && performance.now() < deadline) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
      await sql`select 1`;
      return;
    } catch (error) {
      cause = error;
      // oxlint-disable-next-line no-await-in-loop
      await delay(50);
    } finally {
      // oxlint-disable-next-line no-await-in-loop
      await sql.end({ timeout: 1 });
    }
  }
  const words = await lastWords(log, server.pid);
  if (isDiskFull(words)) throw diskFull(path.dirname(log), cause);
  throw new UnavailableError(`PostgreSQL did not start: ${words}`, { cause });
}

/** The newest complaint in the log: the server's own where it has one, for backends of an earlier one may speak later. */
async function lastWords(log: string, pid = 0): Promise<string> {
  const all = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
  const own = all.filter((line) => line.includes(`[${pid}]`));
  const lines = own.length > 0 ? own : all;
  const complaint =
    lines.findLast((line) => /\b(PANIC|FATAL|ERROR|could not)\b/.test(line)) ?? lines.at(-1) ?? "";
  return `${complaint.replace(/^.*?(PANIC|FATAL|ERROR|LOG):\s*/, "")} (see ${log})`;
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!found) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end();
  }
}

/** Address of the server that runs on this data folder, for scripts beside the supervisor; null before its first start. */
export async function embeddedUrl(dataFolder: string): Promise<string | null> {
  const stored = await readFile(path.join(dataFolder, "postgres.json"), "utf8").catch(() => null);
  if (stored === null) return null;
  const { password, port } = JSON.parse(stored) as Access;
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

interface Access {
  password: string;
  /** Kept, so that a restart of the server does not change the address which others hold. */
  port: number;
}

async function loadAccess(dataFolder: string): Promise<Access> {
  const stored = await readFile(path.join(dataFolder, "postgres.json"), "utf8").catch(() => null);
  if (stored !== null) return JSON.parse(stored) as Access;
  const access = { password: randomBytes(24).toString("base64url"), port: 0 };
  await saveAccess(dataFolder, access);
  return access;
}

async function saveAccess(dataFolder: string, access: Access): Promise<void> {
  const file = path.join(dataFolder, "postgres.json");
  const draft = `${file}.draft`;
  await rm(draft, { force: true });
  await writeFile(draft, JSON.stringify(access), { mode: 0o600, flush: true });
  await rename(draft, file);
}

/** `preferred` when it is free, else one that the system picks. */
async function freePort(preferred: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(preferred, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : preferred;
  } catch {
    return freePort(0);
  } finally {
    server.close();
  }
}
