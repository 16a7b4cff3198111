import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, waitFor } from "./real-prometheus";

export interface MetricEngine {
  url: string;
  /** Ends it at once, as `kill -9` does; its data stay. */
  kill: () => Promise<void>;
  /** Starts it again at the same address on the same data. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
}

async function startEngine(
  program: string,
  readyPath: string,
  prepare: (folder: string, address: string) => Promise<string[]>,
): Promise<MetricEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), "evenkeel-engine-"));
  const address = `127.0.0.1:${await freePort()}`;
  const options = await prepare(folder, address);
  const url = `http://${address}`;
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(program, options, { stdio: "ignore" });
    await waitFor(`${program} is ready`, async () => (await fetch(`${url}${readyPath}`)).ok);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  };
  await start();
  return {
    url,
    kill: () => end("SIGKILL"),
    restart: start,
    close: async () => {
      await end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An empty VictoriaMetrics of Debian, set up as lib/metrics/README.md says. */
export const startVictoriaMetrics = (): Promise<MetricEngine> =>
  startEngine("victoria-metrics", "/health", (folder, address) =>
    Promise.resolve([
      `-storageDataPath=${folder}`,
      `-httpListenAddr=${address}`,
      "-retentionPeriod=1y",
      "-search.latencyOffset=0s",
      "-search.minStalenessInterval=5m",
      "-dedup.minScrapeInterval=1ms",
    ]),
  );

/** An empty Prometheus of Debian that takes remote-write, set up as lib/metrics/README.md says. */
export const startPrometheusReceiver = (): Promise<MetricEngine> =>
  startEngine("prometheus", "/-/ready", async (folder, address) => {
    const config = path.join(folder, "prometheus.yml");
    // JSON is YAML.
    await writeFile(config, JSON.stringify({ storage: { tsdb: { out_of_order_time_window: "3h" } } }));
    return [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--web.enable-remote-write-receiver",
    ];
  });
