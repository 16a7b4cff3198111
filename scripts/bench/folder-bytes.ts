import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** Bytes of all files under a folder. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      // A merge in the background may have removed it meanwhile.
      .map(
        async (entry) => (await stat(path.join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0,
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
