import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { parse } from "yaml";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as otlp from "@/app/api/v1/otlp/v1/metrics/route";
import * as query from "@/app/api/v1/query/route";
import * as write from "@/app/api/v1/write/route";
import {
  CONNECT_SNIPPETS,
  KIND_ROLES,
  TOOL_KINDS,
  type ConnectTool,
} from "@/components/sources/connect-snippets";
import { createToken } from "@/lib/accounts/create-token";
import type { Context, Services } from "@/lib/core/context";
import { listSources } from "@/lib/sources/list";
import { storeIngest } from "@/lib/sources/record-ingest";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { missingPrograms, startPrometheusWith, stop, waitFor } from "../../support/real-prometheus";
import { serveRoutes } from "../../support/serve-routes";
import { useServices } from "../../support/services";

/** A reason to skip where a program is missing, as a part of the test's name. */
const without = (...programs: string[]): { missing: boolean; reason: string } => {
  const missing = missingPrograms(...programs);
  return {
    missing: missing.length > 0,
    reason: missing.length === 0 ? "" : ` (skipped: no ${missing.join()})`,
  };
};
const prometheus = without("prometheus", "promtool");
const vmagent = without("vmagent");
const curl = without("curl");

const scraping = (port: number) =>
  `scrape_configs:\n  - job_name: itself\n    scrape_interval: 1s\n    static_configs: [{ targets: ["127.0.0.1:${port}"] }]\n`;

describe("what the page of sources gives to copy", () => {
  let database: TestDatabase;
  let services: Services;
  let ctx: Context;
  let server: { url: string; close: () => Promise<void> };
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    services = useServices(database);
    ctx = testContext(database.db, { metrics: services.metrics });
    server = await serveRoutes({
      "POST /api/v1/write": write.POST,
      "POST /api/v1/otlp/v1/metrics": otlp.POST,
      "GET /api/v1/query": query.GET,
    });
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-snippets-"));
  });
  afterEach(() => Promise.all(children.splice(0).map((child) => stop(child))));
  afterAll(async () => {
    await server.close();
    await services.metrics.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The lines as the page shows them, with a token as the page makes it. */
  async function snippetOf(tool: ConnectTool): Promise<{ code: string; tokenId: string }> {
    const { id, token } = await createToken(ctx, { name: tool, role: KIND_ROLES[TOOL_KINDS[tool]] });
    return { tokenId: id, code: CONNECT_SNIPPETS[tool].code({ origin: server.url, token }) };
  }

  async function arrived(tokenId: string) {
    await storeIngest(ctx);
    const { sources } = await listSources(ctx);
    return sources.find((source) => source.senderId === tokenId && source.lastAcceptedAt !== null);
  }

  it.skipIf(prometheus.missing)(`connects a real Prometheus${prometheus.reason}`, async () => {
    const { code, tokenId } = await snippetOf("prometheus");
    const file = path.join(folder, "prometheus.yml");
    await writeFile(file, code);
    const checked = spawnSync("promtool", ["check", "config", file], { encoding: "utf8" });
    expect(`${checked.stdout}${checked.stderr}`).toContain("SUCCESS");
    const running = await startPrometheusWith((port) => `${code}\n${scraping(port)}`);
    try {
      await waitFor("its samples", async () => (await arrived(tokenId)) !== undefined);
      expect(await arrived(tokenId)).toMatchObject({
        protocol: "remote_write",
        agent: expect.stringMatching(/^Prometheus\//),
        rejectedSamples: 0,
        refusedRequests: 0,
      });
    } finally {
      await running.close();
    }
  });

  it.skipIf(vmagent.missing)(`connects a real vmagent${vmagent.reason}`, async () => {
    const { code, tokenId } = await snippetOf("vmagent");
    const { port } = new URL(server.url);
    await writeFile(path.join(folder, "prometheus.yml"), scraping(Number(port)));
    // By a shell, as people paste it; `exec`, so that the agent itself is what is ended.
    const listen = "-httpListenAddr=127.0.0.1:0 -remoteWrite.tmpDataPath=queue";
    children.push(spawn("sh", ["-c", `exec ${code} ${listen}`], { cwd: folder, stdio: "ignore" }));
    await waitFor("its samples", async () => (await arrived(tokenId)) !== undefined);
    expect(await arrived(tokenId)).toMatchObject({ protocol: "remote_write", refusedRequests: 0 });
  });

  it("connects an OpenTelemetry SDK by its environment", async () => {
    const { code, tokenId } = await snippetOf("sdk");
    const shell = spawnSync("sh", ["-c", `${code}\nenv`], {
      encoding: "utf8",
    });
    const given = shell.stdout.split("\n").filter((line) => line.startsWith("OTEL_"));
    const before = { ...process.env };
    for (const line of given)
      process.env[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    try {
      const exporter = new OTLPMetricExporter();
      const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
      const provider = new MeterProvider({ readers: [reader] });
      provider.getMeter("test").createCounter("orders").add(3);
      await provider.forceFlush();
      await provider.shutdown();
    } finally {
      process.env = before;
    }
    expect(await arrived(tokenId)).toMatchObject({
      protocol: "otlp",
      refusedRequests: 0,
      rejectedSamples: 0,
    });
  });

  it.skipIf(curl.missing)(`answers what the shell asks${curl.reason}`, async () => {
    const { code } = await snippetOf("check");
    const answer = spawn("sh", ["-c", code], { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    for await (const chunk of answer.stdout) text += String(chunk);
    expect(JSON.parse(text)).toMatchObject({ status: "success", data: { resultType: "vector" } });
  });

  it("lets Grafana's data source read with its header, and not write", async () => {
    const { code } = await snippetOf("grafana");
    const [source] = parse(code).datasources;
    const headers = { [source.jsonData.httpHeaderName1]: source.secureJsonData.httpHeaderValue1 };
    const ask = (at: string, init: RequestInit = {}) => fetch(`${source.url}${at}`, { ...init, headers });
    expect((await ask("/api/v1/query?query=1%2B1")).status).toBe(200);
    expect((await ask("/api/v1/write", { method: "POST", body: "" })).status).toBe(403);
  });
});
