// Bundles what runs in plain Node: one file a process, with what it uses of its packages, and a source map beside it.
// Read file by file, the packages alone would take 150 MiB more in each process.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: {
    supervisor: "scripts/supervisor.ts",
    prepare: "scripts/prepare.ts",
    worker: "scripts/worker.ts",
    "metrics-thread": "scripts/metrics-thread.ts",
  },
  outdir: ".build",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: `node${process.versions.node}`,
  sourcemap: true,
  sourcesContent: false,
  // Packages in CommonJS call it.
  banner: {
    js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`,
  },
  write: false,
  logLevel: "warning",
});

for (const { path, contents } of outputFiles) {
  if (isSame(path, contents)) continue;
  mkdirSync(new URL("../.build", import.meta.url), { recursive: true });
  // Another product may run from here: it finds a file whole, the old one or the new one.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

function isSame(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
