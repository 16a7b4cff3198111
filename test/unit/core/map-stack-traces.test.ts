import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = `
import { mapStackTraces } from "@/lib/core/map-stack-traces";
import { InvalidError } from "@/lib/core/errors";
import { parseEnv } from "@/lib/core/env";
mapStackTraces(import.meta.url);
try { parseEnv({ PORT: "none" }); } catch (error) { console.log(error.stack); }
throw new InvalidError("nobody catches this");
`;

describe("mapStackTraces", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-traces-"));
    await build({
      stdin: { contents: PROGRAM, resolveDir: process.cwd(), sourcefile: "scripts/program.ts", loader: "ts" },
      outfile: path.join(folder, "program.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      sourcemap: true,
      sourcesContent: false,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("names our files, lines and functions in the traces of a bundle, of uncaught errors too", () => {
    const { stdout, stderr } = spawnSync(process.execPath, [path.join(folder, "program.mjs")], {
      encoding: "utf8",
    });
    expect(stdout).toMatch(
      /^InvalidError: The environment is not valid\. PORT: .*\n {4}at parseEnv \(.*lib\/core\/env\.ts:\d+:\d+\)/,
    );
    expect(stderr).toMatch(/InvalidError: nobody catches this\n {4}at .*scripts\/program\.ts:7:7/);
  });

  it("leaves traces as they are without a map", async () => {
    await rm(path.join(folder, "program.mjs.map"));
    const { stdout } = spawnSync(process.execPath, [path.join(folder, "program.mjs")], { encoding: "utf8" });
    expect(stdout).toMatch(/\n {4}at parseEnv \(file:\/\/.*program\.mjs:\d+:\d+\)/);
  });
});
