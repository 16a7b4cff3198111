import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { killQuietly, pidOf, processesOf } from "../support/processes";
import { launchProduct, startProduct, type Product, type StartProductOptions } from "../support/product";

/** A product that runs, and everything that may happen to it. Linux only: it looks for processes in /proc. */
describe.skipIf(process.platform !== "linux")("the supervisor", () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ env: { SIMULATOR: "off" } });
  });
  afterAll(() => product.stop());

  it("answers to whoever has the token, and to nobody else", async () => {
    expect((await ask(product, "/api/me", product.adminToken)).status).toBe(200);
    expect((await ask(product, "/api/me")).status).toBe(401);
    for (const [page, signIn] of [
      ["/", "/sign-in"],
      ["/timeline", "/sign-in"],
      ["/no-such-page", "/sign-in?next=%2Fno-such-page"],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- three requests
      const response = await fetch(`${product.baseUrl}${page}`, { redirect: "manual" });
      expect([response.status, response.headers.get("location")]).toEqual([307, signIn]);
    }
  });

  it("tells its own metrics in Prometheus' text format", async () => {
    expect((await ask(product, "/metrics")).status).toBe(401);
    await ask(product, "/api/me", product.adminToken);
    const response = await ask(product, "/metrics", product.adminToken);
    const text = await response.text();
    expect(response.headers.get("content-type")).toContain("version=0.0.4");
    expect(text).toMatch(/^evenkeel_process_resident_memory_bytes\{part="web"\} \d+/m);
    expect(text).toMatch(
      /^evenkeel_http_request_duration_seconds_count\{method="GET",part="web",route="\/api\/me",status="200"\} \d+/m,
    );
  });

  it("refuses a second start on the same data folder", async () => {
    const said = await failedStart({ dataFolder: product.dataFolder });
    expect(said).toContain("is in use by process");
    expect(said).toContain(product.baseUrl);
    expect((await ask(product, "/healthz")).status).toBe(200);
  });

  it("keeps nothing of 200 event streams whose clients vanished", async () => {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${product.adminToken}` };
    const streams = await Promise.all(
      Array.from({ length: 200 }, () =>
        fetch(`${product.baseUrl}/api/live`, { headers, signal: gone.signal }),
      ),
    );
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    expect(await liveClients(product)).toBe(200);
    gone.abort();
    await until(async () => (await liveClients(product)) === 0);
  });

  it("starts the worker again after kill -9", async () => {
    const from = product.output().length;
    process.kill(await pidOf(product.dataFolder, ".build/worker.mjs"), "SIGKILL");
    await product.waitFor(/worker\s+ended by SIGKILL; starts again in 0.5 s[^]*worker\s+running/, from);
    await healthy(product);
  });

  it("starts the web part again after kill -9", async () => {
    const from = product.output().length;
    process.kill(await pidOf(product.dataFolder, "next-server"), "SIGKILL");
    await product.waitFor(/web\s+ended by SIGKILL[^]*web\s+serving/, from);
    await healthy(product);
  });

  it("starts PostgreSQL again after kill -9, at the same address, and the others find it", async () => {
    const from = product.output().length;
    process.kill(await pidOf(product.dataFolder, "bin/postgres"), "SIGKILL");
    await product.waitFor(/postgres\s+ended on its own[^]*postgres\s+running/, from);
    await healthy(product);
    expect((await ask(product, "/api/me", product.adminToken)).status).toBe(200);
  });

  it("ends its parts when it is killed itself, and takes everything over at the next start", async () => {
    const made = await ask(product, "/api/tokens", product.adminToken, { name: "kept through kill -9" });
    expect(made.status).toBe(200);
    process.kill(product.supervisor.pid ?? 0, "SIGKILL");
    await product.exited;
    const again = { dataFolder: product.dataFolder, port: Number(new URL(product.baseUrl).port) };
    // The orphans need a moment to notice and to leave the port.
    const gone = (name: string) =>
      pidOf(product.dataFolder, name).then(
        () => false,
        () => true,
      );
    await until(async () => (await gone("next-server")) && (await gone(".build/worker.mjs")));
    const before = product;
    product = await startProduct({ ...again, env: { SIMULATOR: "off" } });
    const { tokens } = (await (await ask(product, "/api/tokens", product.adminToken)).json()) as Tokens;
    expect(tokens.map(({ name }) => name)).toContain("kept through kill -9");
    expect((await ask(product, "/api/me", before.adminToken)).status).toBe(401);
  });

  it("recovers after kill -9 of every process at once", async () => {
    const pids = await processesOf(product.dataFolder);
    expect(pids.length).toBeGreaterThan(5);
    for (const pid of pids) killQuietly(pid);
    await product.exited;
    product = await startProduct({ dataFolder: product.dataFolder, env: { SIMULATOR: "off" } });
    await healthy(product);
  });

  it("stops cleanly, also when a part hangs", async () => {
    const worker = await pidOf(product.dataFolder, ".build/worker.mjs");
    process.kill(worker, "SIGSTOP");
    product.supervisor.kill("SIGINT");
    await product.waitFor("SIGINT: stopping");
    // As `npm` hands on the Ctrl-C that the terminal already sent to the whole group.
    product.supervisor.kill("SIGINT");
    expect(await product.exited).toBe(0);
    expect(product.output()).toMatch(/evenkeel\s+stopped\n$/);
    expect(await processesOf(product.dataFolder)).toEqual([]);
    expect(
      await readFile(path.join(product.dataFolder, "supervisor.lock"), "utf8").catch(() => null),
    ).toBeNull();
  });
});

describe("a start that cannot work", () => {
  const folders: string[] = [];
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
    for (const folder of folders.splice(0)) {
      spawnSync("chattr", ["-i", folder]);
      await rm(folder, { recursive: true, force: true });
    }
  });

  async function newFolder(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), "evenkeel-refused-"));
    folders.push(folder);
    return folder;
  }

  it("names the port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    servers.push(taken);
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const said = await failedStart({ port, dataFolder: await newFolder() });
    expect(said).toContain(`Port ${port} on 127.0.0.1 is taken by another program`);
    expect(said).toContain(`PORT=${port + 1}`);
  });

  it("names a data folder that cannot be made", async () => {
    const folder = await newFolder();
    await writeFile(path.join(folder, "file"), "");
    const said = await failedStart({ dataFolder: path.join(folder, "file", "data") });
    expect(said).toMatch(/The data folder .* is not writable \(ENOTDIR\).*EVENKEEL_DATA_DIR/);
  });

  it("names a data folder that is read-only", async (test) => {
    const folder = await newFolder();
    await chmod(folder, 0o500);
    // Root may write everywhere but to what is immutable.
    const immutable = process.getuid?.() !== 0 || spawnSync("chattr", ["+i", folder]).status === 0;
    if (!immutable) test.skip("this file system has no immutable folders");
    expect(await failedStart({ dataFolder: folder })).toMatch(
      /The data folder .* is not writable \(E(PERM|ACCES)\)/,
    );
  });

  it("names a data folder of another PostgreSQL version", async () => {
    const folder = await newFolder();
    await mkdir(path.join(folder, "postgres"));
    await writeFile(path.join(folder, "postgres", "PG_VERSION"), "17\n");
    expect(await failedStart({ dataFolder: folder })).toContain("was made by PostgreSQL 17");
  });

  it("names a full disk", async (test) => {
    const folder = await newFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=20m", "evenkeel-test", folder]);
    if (mounted.status !== 0) test.skip("this user may not mount a small file system");
    try {
      expect(await failedStart({ dataFolder: folder })).toMatch(
        /The disk of .* is full or nearly so: free some space/,
      );
    } finally {
      spawnSync("umount", [folder]);
    }
  });

  it("names a DATABASE_URL that does not answer, without its password", async () => {
    const url = "postgresql://me:secret@127.0.0.1:1/x";
    const said = await failedStart({ dataFolder: await newFolder(), env: { DATABASE_URL: url } });
    expect(said).toMatch(/DATABASE_URL does not answer \(postgresql:\/\/me@127.0.0.1:1\/x: .*ECONNREFUSED/);
    expect(said).not.toContain("secret");
  });

  it("names a variable that is wrong", async () => {
    expect(await failedStart({ dataFolder: await newFolder(), env: { SIM_SCALE: "many" } })).toContain(
      "SIM_SCALE",
    );
  });
});

interface Tokens {
  tokens: { name: string }[];
}

/** Starts, expects exit code 1, and gives what was said; a stack trace is not a sentence. */
async function failedStart(options: StartProductOptions): Promise<string> {
  const refused = await launchProduct(options);
  expect(await refused.exited).toBe(1);
  expect(refused.output()).not.toMatch(/^\s+at /m);
  return refused.output();
}

function ask({ baseUrl }: Product, url: string, token?: string, body?: unknown): Promise<Response> {
  return fetch(`${baseUrl}${url}`, {
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
}

async function liveClients(product: Product): Promise<number> {
  const text = await (await ask(product, "/metrics", product.adminToken)).text();
  return Number(/^evenkeel_live_clients\{part="web"\} (\d+)/m.exec(text)?.[1]);
}

function healthy(product: Product): Promise<void> {
  return until(async () => (await ask(product, "/healthz").catch(() => null))?.status === 200);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(100);
}
