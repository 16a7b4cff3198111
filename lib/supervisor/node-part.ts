import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "@/lib/core/errors";
import type { Part, Report } from "./part";

/** How long a part may take to finish what it is doing; then it is killed. Docker and Kubernetes allow 10 s in all. */
const STOP_WITHIN_MS = 6_000;

export interface NodePartOptions {
  name: string;
  root: string;
  /** Of node: flags, script, its own arguments. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Whether what it prints to stdout matters; stderr always does. */
  verbose: boolean;
  report: Report;
  /**
   * Resolves with the detail for the status line once the part works; is called again and again until then.
   *
   * @param said whether the part has sent a message to us.
   */
  probe: (said: boolean) => Promise<string | null>;
  readyWithinMs: number;
}

/** A Node process as a part. It has a channel to us, by which it notices our death and ends too. */
export function nodePart(options: NodePartOptions): Part {
  let starts = 0;
  return {
    name: options.name,
    async start() {
      const child = spawn(process.execPath, options.args, {
        cwd: options.root,
        env: { ...options.env, EVENKEEL_RESTARTS: String(starts++) },
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        // Ctrl-C reaches us alone, and we stop the parts in order.
        detached: true,
      });
      const exited = new Promise<string>((resolve) => {
        child.once("error", (error) => resolve(`could not be started (${error.message})`));
        child.once("exit", (code, signal) =>
          resolve(`ended by ${signal === null ? `exit code ${code}` : signal}`),
        );
      });
      forward(child.stderr, options, true);
      forward(child.stdout, options, options.verbose);
      const detail = await untilReady(child, exited, options).catch(async (error: unknown) => {
        await stopChild(child);
        throw error;
      });
      return { detail, exited, stop: () => stopChild(child) };
    },
  };
}

/** Each line of a child with its name before it. A stream must be read even when nobody wants it, or the child blocks. */
function forward(stream: Readable | null, { name, report }: NodePartOptions, wanted: boolean): void {
  if (stream === null) return;
  const lines = createInterface({ input: stream });
  lines.on("line", (line) => {
    if (wanted && line.trim() !== "") report(name, line);
  });
}

async function untilReady(
  child: ChildProcess,
  exited: Promise<string>,
  options: NodePartOptions,
): Promise<string> {
  let said = false;
  child.once("message", () => {
    said = true;
  });
  const deadline = performance.now() + options.readyWithinMs;
  while (isRunning(child) && performance.now() < deadline) {
    // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
    const detail = await options.probe(said).catch(() => null);
    if (detail !== null) return detail;
    // oxlint-disable-next-line no-await-in-loop
    await Promise.race([delay(100), exited]);
  }
  if (!isRunning(child)) throw new UnavailableError(`The ${options.name} ${await exited} while it started.`);
  throw new UnavailableError(`The ${options.name} did not answer within ${options.readyWithinMs / 1_000} s.`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
