import { spawn } from "node:child_process";
import { chown, lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { diskFull, isDiskFull } from "@/lib/core/disk-full";
import { ConflictError, UnavailableError } from "@/lib/core/errors";
import type { Account } from "./account";
import { POSTGRES_MAJOR, type NativeFolder } from "./binaries";

export const SUPERUSER = "evenkeel";

/** PostgreSQL's libraries and time zones come with it; nothing of our environment (secrets) is its business. */
export const POSTGRES_ENV = {
  LC_ALL: "C",
  TZ: "UTC",
  PATH: process.env.PATH ?? "",
  // Of no use to PostgreSQL: the types of Next.js demand it of every environment.
  NODE_ENV: "production",
} as const;

/**
 * How a process with another user id names a folder below one that it may not enter. The working directory is entered
 * before the user id is given up, and this link leads to it without walking the path. Linux only.
 */
export function clusterArgument(cluster: string, account: Account | null): string {
  return account !== null && process.platform === "linux" ? "/proc/self/cwd" : cluster;
}

/**
 * Makes the cluster unless it is there. A cut-short attempt leaves only a draft, which the next attempt removes.
 *
 * @throws ConflictError when the folder belongs to another major version.
 * @throws UnavailableError when `initdb` fails, with its reason.
 */
export async function ensureCluster(
  native: NativeFolder,
  cluster: string,
  password: string,
  account: Account | null,
): Promise<void> {
  const version = await readFile(path.join(cluster, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) return requireVersion(cluster, version.trim());
  const draft = `${cluster}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (account) await chown(draft, account.initdb.uid, account.initdb.gid);
  await runInitdb(native, draft, password, account);
  if (account) await chownTree(draft, account);
  await rename(draft, cluster);
}

function requireVersion(cluster: string, version: string): void {
  if (version === POSTGRES_MAJOR) return;
  throw new ConflictError(
    "The data folder",
    cluster,
    `was made by PostgreSQL ${version}, and this program brings PostgreSQL ${POSTGRES_MAJOR}: move the folder away to start empty, or carry the data over with the pg_dump of version ${version}`,
  );
}

async function runInitdb(
  native: NativeFolder,
  draft: string,
  password: string,
  account: Account | null,
): Promise<void> {
  const secrets = await mkdtemp(path.join(tmpdir(), "evenkeel-initdb-"));
  try {
    const passwordFile = path.join(secrets, "password");
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      await chown(secrets, account.initdb.uid, account.initdb.gid);
      await chown(passwordFile, account.initdb.uid, account.initdb.gid);
    }
    const args = [
      `--pgdata=${clusterArgument(draft, account)}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order of text on every machine, whatever its locales.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    const initdb = spawn(path.join(native, "bin", "initdb"), args, {
      cwd: draft,
      env: POSTGRES_ENV,
      stdio: ["ignore", "ignore", "pipe"],
      ...account?.initdb,
    });
    const exited = new Promise<number | null>((resolve, reject) => {
      initdb.once("error", reject);
      initdb.once("close", resolve);
    });
    const [stderr, code] = await Promise.all([text(initdb.stderr), exited]);
    if (code !== 0 && isDiskFull(stderr)) throw diskFull(path.dirname(draft));
    if (/could not look up effective user ID/.test(stderr)) {
      throw new UnavailableError(
        `PostgreSQL needs a user with a name, and user ${process.getuid?.()} has no line in /etc/passwd: add one, start as another user, or set DATABASE_URL.`,
      );
    }
    if (code !== 0) throw new UnavailableError(`PostgreSQL could not make its data folder: ${stderr.trim()}`);
  } finally {
    await rm(secrets, { recursive: true, force: true });
  }
}

async function chownTree(root: string, { uid, gid }: Account): Promise<void> {
  const entries = await readdir(root, { recursive: true });
  await Promise.all(
    [root, ...entries.map((entry) => path.join(root, entry))].map((file) => lchown(file, uid, gid)),
  );
}
