import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** A build takes a minute on two processors, and longer beside other work. */
const READY_WITHIN_MS = 9 * 60_000;

export interface Product {
  baseUrl: string;
  adminToken: string;
  dataFolder: string;
  supervisor: ChildProcess;
  /** Everything that it printed so far. */
  output: () => string;
  /** Resolves when the output holds `wanted`. Rejects when it ended first. */
  waitFor: (wanted: string | RegExp, from?: number) => Promise<void>;
  exited: Promise<number | null>;
  stop: () => Promise<void>;
}

export interface StartProductOptions {
  dataFolder?: string;
  port?: number;
  env?: Record<string, string>;
}

/** Runs what `npm start` runs, without waiting for it. */
export async function launchProduct(options: StartProductOptions = {}): Promise<Product> {
  const port = options.port ?? (await freePort());
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), "evenkeel-product-")));
  const adminToken = randomBytes(24).toString("base64url");
  const { DATABASE_URL: _, ...inherited } = process.env;
  const supervisor = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: {
      ...inherited,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      EVENKEEL_DATA_DIR: dataFolder,
      ADMIN_TOKEN: adminToken,
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const waiters = new Set<() => void>();
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const check of waiters) check();
  };
  supervisor.stdout.on("data", collect);
  supervisor.stderr.on("data", collect);
  const exited = once(supervisor, "close").then(([code]) => code as number | null);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    adminToken,
    dataFolder,
    supervisor,
    exited,
    output: () => output,
    waitFor: (wanted, from = 0) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (output.slice(from).search(wanted) < 0) return;
          waiters.delete(check);
          resolve();
        };
        waiters.add(check);
        check();
        void exited.then(() =>
          reject(new Error(`The product ended before it said ${String(wanted)}:\n${output}`)),
        );
      }),
    stop: async () => {
      supervisor.kill("SIGTERM");
      await exited;
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Starts the product, builds it first where that is needed, and waits until `/healthz` answers 200. */
export async function startProduct(options: StartProductOptions = {}): Promise<Product> {
  const product = await launchProduct(options);
  const tooLong = AbortSignal.timeout(READY_WITHIN_MS);
  await Promise.race([
    product.waitFor(/evenkeel\s+ready/),
    once(tooLong, "abort").then(() => {
      throw new Error(`The product was not ready in time:\n${product.output()}`);
    }),
  ]);
  const health = await fetch(`${product.baseUrl}/healthz`);
  if (!health.ok) throw new Error(`/healthz answered ${health.status}: ${await health.text()}`);
  return product;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  return address.port;
}
