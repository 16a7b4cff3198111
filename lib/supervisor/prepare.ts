import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UnavailableError } from "@/lib/core/errors";
import { ROOT } from "@/lib/core/root";

/**
 * Brings the database up to date and lets people in, in a process of its own: what that takes of memory would stay with
 * the supervisor for as long as the product runs.
 *
 * @param env of the parts, with the database.
 * @returns the link that signs in once, or null when it is not needed.
 * @throws UnavailableError with what the process said.
 */
export async function prepare(env: NodeJS.ProcessEnv, address: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [".build/prepare.mjs", address], {
      cwd: ROOT,
      env,
    });
    const link = stdout.trim();
    return link === "" ? null : link;
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new UnavailableError(`The database could not be prepared:\n${said}`, { cause });
  }
}
