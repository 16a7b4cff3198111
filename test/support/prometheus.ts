import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SourceSeries } from "@/lib/promql/source";

/** The program `prometheus` of PATH when it is of the wanted version, or why there is none. */
export function findPrometheus(version: string): { program: string } | { missing: string } {
  const program = findProgram("prometheus");
  if (program === undefined) return { missing: "no `prometheus` in PATH" };
  const { stdout, stderr } = spawnSync(program, ["--version"], { encoding: "utf8" });
  const found = /version (\d+\.\d+)/.exec(stdout + stderr)?.[1];
  return found === version ? { program } : { missing: `\`prometheus\` is ${found}, not ${version}` };
}

function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

export interface PrometheusAnswer {
  status: "success" | "error";
  error?: string;
  data?: { resultType: string; result: unknown };
}

/** A real Prometheus with an empty data folder of its own, fed through its remote-write receiver. */
export class PrometheusServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly baseUrl: string,
  ) {}

  static async start(program: string): Promise<PrometheusServer> {
    const folder = await mkdtemp(path.join(tmpdir(), "evenkeel-prometheus-"));
    const config = path.join(folder, "prometheus.yml");
    await writeFile(config, "global:\n  evaluation_interval: 1m\n");
    const port = await freePort();
    const child = spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${path.join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--web.enable-remote-write-receiver",
        "--log.level=error",
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const server = new PrometheusServer(child, folder, `http://127.0.0.1:${port}`);
    await server.untilReady();
    return server;
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      if (this.child.exitCode !== null) throw new Error(`prometheus ended with ${this.child.exitCode}`);
      const answer = await fetch(`${this.baseUrl}/-/ready`).catch(() => undefined);
      if (answer?.ok === true) return;
      await delay(50);
    }
    throw new Error("prometheus was not ready in 10 s");
  }

  async write(series: readonly SourceSeries[]): Promise<void> {
    const body = snappyLiterals(encodeWriteRequest(series));
    const answer = await fetch(`${this.baseUrl}/api/v1/write`, {
      method: "POST",
      headers: {
        "Content-Encoding": "snappy",
        "Content-Type": "application/x-protobuf",
        "X-Prometheus-Remote-Write-Version": "0.1.0",
      },
      body: new Uint8Array(body),
    });
    if (!answer.ok) throw new Error(`remote write: ${answer.status} ${await answer.text()}`);
  }

  /** Times in Unix ms. */
  query(query: string, at: number): Promise<PrometheusAnswer> {
    return this.ask("query", { query, time: String(at / 1000) });
  }

  queryRange(query: string, from: number, to: number, stepMs: number): Promise<PrometheusAnswer> {
    const seconds = { start: from / 1000, end: to / 1000, step: stepMs / 1000 };
    return this.ask("query_range", {
      query,
      start: String(seconds.start),
      end: String(seconds.end),
      step: String(seconds.step),
    });
  }

  private async ask(verb: string, form: Record<string, string>): Promise<PrometheusAnswer> {
    const answer = await fetch(`${this.baseUrl}/api/v1/${verb}`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    return (await answer.json()) as PrometheusAnswer;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** A length-delimited field. */
function field(number: number, body: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.from([number * 8 + 2, ...varint(body.length)]), body]);
}

/** A valid snappy block that compresses nothing: literals of at most 2^16 bytes. @see snappy `format_description.txt` */
function snappyLiterals(data: Buffer): Buffer {
  const parts: Uint8Array[] = [Uint8Array.from(varint(data.length))];
  for (let at = 0; at < data.length; at += 65_536) {
    const chunk = data.subarray(at, at + 65_536);
    const last = chunk.length - 1;
    parts.push(Uint8Array.from([61 * 4, last % 256, Math.floor(last / 256)]), chunk);
  }
  return Buffer.concat(parts);
}

/** Encoded by hand, because a staleness marker must keep its bits. @see prometheus `prompb/remote.proto` */
function encodeWriteRequest(series: readonly SourceSeries[]): Buffer {
  return Buffer.concat(
    series.map(({ labels, t, v }) => {
      const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
      const labelFields = pairs.map(([name, value]) =>
        field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
      );
      const values = new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
      const samples = Array.from(t, (time, i) =>
        field(2, Uint8Array.from([1 * 8 + 1, ...values.subarray(8 * i, 8 * i + 8), 2 * 8, ...varint(time)])),
      );
      return field(1, Buffer.concat([...labelFields, ...samples]));
    }),
  );
}
