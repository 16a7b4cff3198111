import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Env } from "@/lib/core/env";
import { ROOT } from "@/lib/core/root";
import { startEmbeddedPostgres } from "@/lib/postgres/embedded";
import { build, needsBuild } from "./build";
import { checkDatabase } from "./check-database";
import { checkPort } from "./check-port";
import { prepareDataFolder } from "./data-folder";
import { takeLock } from "./lock";
import { nodePart } from "./node-part";
import { keepRunning, type Kept, type Part, type Report } from "./part";
import { prepare } from "./prepare";
import { welcome } from "./welcome";

const GUARD = pathToFileURL("lib/supervisor/die-with-parent.mjs").href;
/**
 * V8 lets garbage gather in three times 16 MiB a thread before it looks; a quarter of that costs no time that can be
 * measured here.
 */
const SMALL_NURSERY = "--max-semi-space-size=4";
/** A machine at its limits takes long; a part that is broken ends, and that is noticed at once. Our choice. */
const READY_WITHIN_MS = 180_000;

export interface SuperviseOptions {
  env: Env;
  /** Passed on to the parts. */
  processEnv: NodeJS.ProcessEnv;
  /** `next dev` in place of a build. */
  dev: boolean;
  report: Report;
}

/**
 * Starts the whole product.
 *
 * @returns the function that stops it, parts first and database last.
 * @throws AppError whose message tells what is wrong and what to do; nothing is left running.
 */
export async function supervise({
  env,
  processEnv,
  dev,
  report,
}: SuperviseOptions): Promise<() => Promise<void>> {
  const dataFolder = path.resolve(ROOT, env.EVENKEEL_DATA_DIR);
  const address = env.EVENKEEL_BASE_URL ?? `http://${browserHost(env.HOST)}:${env.PORT}`;
  await prepareDataFolder(dataFolder);
  const lock = await takeLock(dataFolder, address);
  const kept: Kept[] = [];
  const stop = async (): Promise<void> => {
    const [database, ...rest] = kept;
    await Promise.all(rest.map((part) => part.stop()));
    await database?.stop();
    await lock.release();
  };
  try {
    await checkPort(env.HOST, env.PORT);
    if (!dev && (await needsBuild(ROOT))) {
      report("web", "building, which takes about a minute the first time");
      await build(ROOT, processEnv);
    }
    const database = await openDatabasePart(env.DATABASE_URL, dataFolder, report);
    kept.push(database.kept);
    const childEnv = {
      ...processEnv,
      DATABASE_URL: database.url,
      EVENKEEL_DATA_DIR: dataFolder,
      HOST: env.HOST,
      PORT: String(env.PORT),
      // glibc gives each thread memory of its own, and keeps what is freed in it; Node has a dozen threads a process.
      MALLOC_ARENA_MAX: processEnv["MALLOC_ARENA_MAX"] ?? "2",
    };
    const link = await prepare(childEnv, address);
    const parts = [workerPart(childEnv, report), webPart(childEnv, env, dev, report)];
    kept.push(...(await startAll(parts, report)));
    report("evenkeel", welcome({ address, link }));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts all, and stops those that came up when one does not. */
async function startAll(parts: readonly Part[], report: Report): Promise<Kept[]> {
  const outcomes = await Promise.allSettled(parts.map((part) => keepRunning(part, report)));
  const kept = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failed) return kept;
  await Promise.all(kept.map((part) => part.stop()));
  throw failed.reason;
}

async function openDatabasePart(
  given: string | undefined,
  dataFolder: string,
  report: Report,
): Promise<{ url: string; kept: Kept }> {
  if (given !== undefined) {
    report("postgres", `version ${await checkDatabase(given)} at DATABASE_URL`);
    return { url: given, kept: { stop: () => Promise.resolve() } };
  }
  let url = "";
  const part: Part = {
    name: "postgres",
    async start() {
      const startedAt = performance.now();
      const server = await startEmbeddedPostgres({ dataFolder });
      url = server.url;
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      return {
        detail: `running on 127.0.0.1:${new URL(url).port}, data in ${dataFolder} (${seconds} s)`,
        exited: server.exited.then(() => "ended on its own"),
        stop: () => server.stop(),
      };
    },
  };
  const kept = await keepRunning(part, report);
  return { url, kept };
}

function workerPart(env: NodeJS.ProcessEnv, report: Report): Part {
  return nodePart({
    name: "worker",
    root: ROOT,
    args: [SMALL_NURSERY, ".build/worker.mjs"],
    env: { ...env, EVENKEEL_PART: "worker", NODE_ENV: "production" },
    verbose: true,
    report,
    // It speaks up after its first heartbeat.
    probe: (said) => Promise.resolve(said ? "running" : null),
    readyWithinMs: READY_WITHIN_MS,
  });
}

function webPart(env: NodeJS.ProcessEnv, { HOST, PORT }: Env, dev: boolean, report: Report): Part {
  const health = `http://${browserHost(HOST)}:${PORT}/healthz`;
  const mode = dev ? "dev" : "start";
  return nodePart({
    name: "web",
    root: ROOT,
    args: [
      SMALL_NURSERY,
      "--import",
      GUARD,
      "node_modules/next/dist/bin/next",
      mode,
      "--hostname",
      HOST,
      "--port",
      String(PORT),
    ],
    env: {
      ...env,
      EVENKEEL_PART: "web",
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    verbose: dev,
    report,
    probe: async () => {
      const response = await fetch(health, { signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      // 503 tells of other parts: those report for themselves.
      return response.ok || response.status === 503 ? `serving http://${browserHost(HOST)}:${PORT}` : null;
    },
    readyWithinMs: READY_WITHIN_MS,
  });
}

/** A server that listens everywhere is reached by loopback. */
function browserHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
