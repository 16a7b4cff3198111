import { AppError } from "@/lib/core/errors";
import { readOptions } from "./bench/options";
import { runBench } from "./bench/run";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => stopping.abort(new Error(signal)));
try {
  const report = await runBench(readOptions(process.argv.slice(2), process.env), {
    signal: stopping.signal,
    log: (line) => console.error(`${new Date().toISOString().slice(11, 19)}  ${line}`),
  });
  console.log(report);
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
