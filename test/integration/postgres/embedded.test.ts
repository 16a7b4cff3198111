import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/lib/postgres/embedded";

describe("startEmbeddedPostgres", () => {
  let folder: string;
  const started: EmbeddedPostgres[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-pg-"));
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(dataFolder: string): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ dataFolder });
    started.push(server);
    return server;
  }

  async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
    const sql = postgres(url, { max: 1 });
    try {
      return await sql.unsafe(text);
    } finally {
      await sql.end();
    }
  }

  it("listens on loopback, with a password, and waits for the disk", async () => {
    const server = await start(folder);
    const [settings] = await query(
      server.url,
      "select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync, current_setting('password_encryption') as hash",
    );
    expect(settings).toEqual({ addresses: "127.0.0.1", fsync: "on", hash: "scram-sha-256" });
    await expect(query(server.url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toMatchObject({
      code: "28P01",
    });
    expect((await stat(path.join(folder, "postgres.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(path.join(folder, "postgres"))).mode & 0o777).toBe(0o700);
  });

  it("keeps what was committed through kill -9, and takes over from a server that outlived its starter", async () => {
    const first = await start(folder);
    await query(first.url, "create table kept as select 42 as n");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 42 }]);
    const third = await start(folder);
    await second.exited;
    expect(await query(third.url, "select n from kept")).toEqual([{ n: 42 }]);
  });

  it("is not misled by a stale postmaster.pid that names a living process", async () => {
    await (await start(folder)).stop();
    await writeFile(
      path.join(folder, "postgres/postmaster.pid"),
      `${process.ppid}\n${folder}/postgres\n1\n1\n`,
    );
    const server = await start(folder);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("starts over after a first start that was cut short", async () => {
    await mkdir(path.join(folder, "postgres.draft"), { recursive: true });
    await writeFile(path.join(folder, "postgres.draft/PG_VERSION"), "18\n");
    const server = await start(folder);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  it("names both versions when the folder belongs to another major version", async () => {
    await mkdir(path.join(folder, "postgres"));
    await writeFile(path.join(folder, "postgres/PG_VERSION"), "16\n");
    await expect(start(folder)).rejects.toThrow(
      /postgres was made by PostgreSQL 16, and this program brings PostgreSQL 18/,
    );
  });

  describe.skipIf(process.getuid?.() !== 0)("as root", () => {
    it("runs as a user without a name, below a folder that nobody else may enter", async () => {
      await chmod(folder, 0o700);
      const server = await start(path.join(folder, "deep", "data"));
      const uid = (await stat(`/proc/${server.pid}`)).uid;
      expect(uid).not.toBe(0);
      expect(await readFile("/etc/passwd", "utf8")).not.toContain(`:${uid}:`);
      expect(await query(server.url, "create table t (n int); select 1 as one")).toBeDefined();
    });
  });
});
