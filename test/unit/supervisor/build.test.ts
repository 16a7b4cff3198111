import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { needsBuild } from "@/lib/supervisor/build";

describe("needsBuild", () => {
  let root = "";
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("reads files only: a route's folder may be named like one", async () => {
    root = await mkdtemp(path.join(tmpdir(), "evenkeel-build-"));
    const route = path.join(root, "app/api/openapi.json");
    await mkdir(route, { recursive: true });
    await writeFile(path.join(route, "route.ts"), "export const GET = () => null;\n");
    // A finished build of other sources.
    await mkdir(path.join(root, ".next"));
    await writeFile(path.join(root, ".next/BUILD_ID"), "1");
    await writeFile(path.join(root, ".next/sources.sha256"), "of other sources");
    expect(await needsBuild(root)).toBe(true);
  });
});
