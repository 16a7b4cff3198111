import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { UnavailableError } from "@/lib/core/errors";
import { diskFull, isDiskFull } from "@/lib/core/disk-full";

/** A new cluster takes 40 MB, its write-ahead log up to 2 GB later; below this nothing would work for long. Our choice. */
const FREE_BYTES_MIN = 200 * 1024 * 1024;

/**
 * Makes the data folder and checks that something can be kept there.
 *
 * @throws UnavailableError that tells what to do.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "probe", { flush: true });
  } catch (cause) {
    if (isDiskFull(cause)) throw diskFull(folder, cause);
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
    throw new UnavailableError(
      `The data folder ${folder} is not writable (${reason}): give this user the right to write there, or set EVENKEEL_DATA_DIR to another folder.`,
      { cause },
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < FREE_BYTES_MIN) throw diskFull(folder);
}
