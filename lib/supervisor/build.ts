import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { UnavailableError } from "@/lib/core/errors";

/** What goes into a build. */
const SOURCES = [
  "{app,components,lib,db}/**/*.{ts,tsx,css,json,svg,png,ico}",
  "*.{ts,mjs}",
  "package-lock.json",
  "tsconfig.json",
];
const STAMP = ".next/sources.sha256";

/** Whether `next build` must run: there is no finished build, or it was made from other sources. */
export async function needsBuild(root: string): Promise<boolean> {
  const [stamp, id] = await Promise.all(
    [STAMP, ".next/BUILD_ID"].map((file) => readFile(path.join(root, file), "utf8").catch(() => null)),
  );
  return id === null || stamp !== (await hashSources(root));
}

/** @throws UnavailableError with the end of what Next.js said. */
export async function build(root: string, env: NodeJS.ProcessEnv): Promise<void> {
  // Taken before: a file that changes during the build makes the next start build again.
  const hash = await hashSources(root);
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  if (code !== 0) {
    const said = `${out}\n${err}`.trim().split("\n").slice(-40).join("\n");
    throw new UnavailableError(`The web part could not be built; Next.js said:\n${said}`);
  }
  await writeFile(path.join(root, STAMP), hash);
}

async function hashSources(root: string): Promise<string> {
  // A folder may have the name of a file: the address of a route is the name of its folder.
  const files = globSync(SOURCES, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)))
    .sort((a, b) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- all at once they would fill the memory of the supervisor
    const content = await readFile(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
