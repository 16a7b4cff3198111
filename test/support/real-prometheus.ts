import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const isInstalled = (program: string) => spawnSync(program, ["--version"]).error === undefined;

/** Programs of Debian that are missing here, as a reason to skip; empty when all are there. */
export const missingPrograms = (...programs: string[]): string[] =>
  programs.filter((program) => !isInstalled(program));

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export async function waitFor(
  what: string,
  check: () => Promise<boolean>,
  deadlineMs = 60_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await check().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Waited ${deadlineMs} ms in vain: ${what}.`);
    await delay(100);
  }
}

/** Ends a process that a test started, and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

export interface RealPrometheus {
  url: string;
  close: () => Promise<void>;
}

/** Debian's Prometheus that scrapes itself and a node exporter each second, and sends all of it to `remoteWriteUrl`. */
export async function startPrometheus(
  remoteWriteUrl: string,
  token: string,
  queueConfig: object = {},
): Promise<RealPrometheus> {
  const nodePort = await freePort();
  const node = spawn("prometheus-node-exporter", [`--web.listen-address=127.0.0.1:${nodePort}`], {
    stdio: "ignore",
  });
  const prometheus = await startPrometheusWith((port) =>
    // JSON is YAML.
    JSON.stringify({
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      scrape_configs: [
        { job_name: "prometheus", static_configs: [{ targets: [`127.0.0.1:${port}`] }] },
        { job_name: "node", static_configs: [{ targets: [`127.0.0.1:${nodePort}`] }] },
      ],
      remote_write: [
        {
          url: remoteWriteUrl,
          authorization: { credentials: token },
          metadata_config: { send_interval: "2s" },
          queue_config: { batch_send_deadline: "500ms", ...queueConfig },
        },
      ],
    }),
  );
  return {
    url: prometheus.url,
    close: async () => {
      await Promise.all([prometheus.close(), stop(node)]);
    },
  };
}

/** Debian's Prometheus with a configuration file of one's own. @param config is given the port of this Prometheus. */
export async function startPrometheusWith(config: (port: number) => string): Promise<RealPrometheus> {
  const folder = await mkdtemp(path.join(tmpdir(), "evenkeel-prometheus-"));
  const port = await freePort();
  const file = path.join(folder, "prometheus.yml");
  await writeFile(file, config(port));
  const prometheus = spawn(
    "prometheus",
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await waitFor("Prometheus is ready", async () => (await fetch(`${url}/-/ready`)).ok);
  return {
    url,
    close: async () => {
      await stop(prometheus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
