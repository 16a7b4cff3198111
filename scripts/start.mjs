// `npm start` and `npm run dev`: bundles our own processes, then becomes the supervisor.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// Every process of the product works in this folder and finds its files from there.
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

// At each start: it takes a quarter of a second, so nothing has to be told apart as stale. In a process of its own, whose
// memory is given back. Unbundled, each process would need a loader that costs it a second and a hundred megabytes.
for (const script of ["scripts/generate-products.mjs", "scripts/bundle.mjs"]) {
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

await import(new URL("../.build/supervisor.mjs", import.meta.url).href);
