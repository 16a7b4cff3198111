import { AppError } from "@/lib/core/errors";
import { env } from "@/lib/core/env";
import { mapStackTraces } from "@/lib/core/map-stack-traces";
import { supervise } from "@/lib/supervisor/supervise";

mapStackTraces(import.meta.url);
const NAME_WIDTH = 9;

function report(name: string, line: string): void {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${name.padEnd(NAME_WIDTH)} ${line}`);
}

/** What we understand is said in its own words, everything else with its stack. */
function fail(error: unknown): never {
  console.error(error instanceof AppError ? `\n${error.message}\n` : error);
  process.exit(1);
}

/**
 * Ctrl-C reaches a whole process group, and npm hands on what it got: within this time it is the same request,
 * not a person who has lost patience. Our choice: an echo takes milliseconds, longer on a busy machine.
 */
const ECHO_MS = 2_000;
let stoppingSince: number | null = null;
const started = Promise.resolve()
  .then(() => supervise({ env: env(), processEnv: process.env, dev: process.argv.includes("--dev"), report }))
  .catch(fail);

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (stoppingSince !== null) {
    if (performance.now() - stoppingSince < ECHO_MS) return;
    report("evenkeel", `${signal} again: not waiting any longer`);
    process.exit(1);
  }
  stoppingSince = performance.now();
  report("evenkeel", `${signal}: stopping`);
  await (
    await started
  )();
  report("evenkeel", "stopped");
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void stop(signal).catch(fail));
}
await started;
