import { execFileSync } from "node:child_process";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as tracesRoute from "@/app/api/self/traces/route";
import * as queryRoute from "@/app/api/v1/query/route";
import * as metricsRoute from "@/app/metrics/route";
import { resources } from "@/db/schema/resources";
import { selfTraces } from "@/db/schema/self";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import type { Services } from "@/lib/core/context";
import { UnavailableError } from "@/lib/core/errors";
import { openLiveHub, type LiveDelivery } from "@/lib/live/hub";
import { keepSelf } from "@/lib/self";
import type { InstrumentName } from "@/lib/telemetry/instruments";
import { collectMetrics } from "@/lib/telemetry/reader";
import { toFamilies } from "@/lib/telemetry/families";
import { startTelemetry } from "@/lib/telemetry/start";
import { getTraceCollector } from "@/lib/telemetry/trace-collector";
import { withSpan } from "@/lib/telemetry/span";
import { measureStatements } from "@/lib/telemetry/database";
import { missingPrograms } from "../../support/real-prometheus";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { serveRoutes } from "../../support/serve-routes";
import { useServices } from "../../support/services";

const TOKEN = "admin-token-of-this-test-0001";
const AUTH = { authorization: `Bearer ${TOKEN}` };
/** Kept as one of the ordinary: it ends in zeros. */
const TRACE_ID = "4bf92f3577b34da6a3ce929d0e000000";

let database: TestDatabase;
let services: Services;
let server: { url: string; close: () => Promise<void> };
beforeAll(async () => {
  await startTelemetry({ part: "web" });
  database = await testDatabase();
  services = useServices(database);
  measureStatements(database.db.$client, 5);
  await ensureAdminToken(database.db, TOKEN);
  server = await serveRoutes({
    "GET /api/v1/query": queryRoute.GET,
    "GET /api/self/traces": tracesRoute.GET,
    "GET /metrics": metricsRoute.GET,
  });
});
afterAll(async () => {
  await server.close();
  await services.metrics.close();
  await database.drop();
});
beforeEach(() => void getTraceCollector().take());

/** One period, and its end. */
async function keepOnce(over: Partial<Services> = {}): Promise<void> {
  const stop = new AbortController();
  const kept = keepSelf({ ...services, ...over, signal: stop.signal });
  stop.abort();
  await kept;
}

async function figures(expr: string): Promise<Map<string, number>> {
  const value = await services.metrics.query(expr, Date.now());
  if (value.type !== "vector") throw new Error(`${expr} is a ${value.type}`);
  return new Map(value.samples.map(({ labels, v }) => [labels["resource"] ?? "", v]));
}

async function counted(name: InstrumentName, labels: Record<string, string>): Promise<number> {
  const families = toFamilies(await collectMetrics());
  const samples = families.find((family) => family.name === name)?.samples ?? [];
  const fits = samples.filter((sample) =>
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return fits.reduce((sum, { value }) => sum + value, 0);
}

describe("keepSelf", () => {
  it("stores what the process tells of itself, as a resource of the product evenkeel", async () => {
    await keepOnce();
    const memory = await figures(`evenkeel_process_resident_memory_bytes{product="evenkeel",job="evenkeel"}`);
    expect([...memory.keys()]).toEqual(["evenkeel-web"]);
    expect(memory.get("evenkeel-web")).toBeGreaterThan(10_000_000);
    const [metadata] = await services.metrics.metadata("evenkeel_process_resident_memory_bytes");
    expect(metadata).toMatchObject({ type: "gauge", unit: "bytes" });
    const rows = await database.db.select().from(resources).where(eq(resources.product, "evenkeel"));
    expect(rows.map(({ id }) => id)).toEqual(["evenkeel-web"]);
  });

  it("is nobody's data: not announced, not counted, not the newest", async () => {
    const hub = openLiveHub(database.db);
    const heard: LiveDelivery[] = [];
    hub.subscribe((delivery) => heard.push(delivery));
    await hub.catchUp(null);
    await keepOnce();
    expect(await services.metrics.status()).toMatchObject({ series: 0, newestMs: null });

    const at = Date.now() - 60_000;
    await services.metrics.write({ series: [{ labels: { __name__: "up" }, t: [at], v: [1] }] });
    await keepOnce();
    expect(await services.metrics.status()).toMatchObject({ series: 1, newestMs: at });
    // What was announced is the other sample, with its own time.
    const metrics = () => heard.filter((one) => one !== "missed" && one.topic === "metrics");
    await expect.poll(metrics).toHaveLength(1);
    expect(metrics()).toMatchObject([{ at }]);
    await hub.close();
  });

  it("drops what cannot be written, counts it, and goes on", async () => {
    const before = await counted("evenkeel_self_dropped_total", { what: "metrics", reason: "write" });
    const write = () => Promise.reject(new UnavailableError("The store is away."));
    await keepOnce({ metrics: { ...services.metrics, write } });
    expect(await counted("evenkeel_self_dropped_total", { what: "metrics", reason: "write" })).toBe(
      before + 1,
    );
    await keepOnce();
    expect(await counted("evenkeel_self_dropped_total", { what: "metrics", reason: "write" })).toBe(
      before + 1,
    );
  });

  it("makes no telemetry of its own storing but constant amounts", async () => {
    await keepOnce();
    const spans = getTraceCollector().take();
    expect(spans).toEqual([]);
    // Collections of garbage come when they like.
    const series = async () =>
      toFamilies(await collectMetrics())
        .filter(({ name }) => !name.startsWith("evenkeel_nodejs_gc"))
        .flatMap(({ samples }) => samples).length;
    await keepOnce();
    const before = await series();
    await keepOnce();
    await keepOnce();
    expect(await series()).toBe(before);
    expect(await counted("evenkeel_store_written_samples_total", {})).toBeLessThanOrEqual(1);
  });
});

describe("a traced request", () => {
  it("goes on with the caller's trace, and is found by its id with query and statements", async () => {
    const ask = await fetch(`${server.url}/api/v1/query?query=up`, {
      headers: { ...AUTH, traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
    });
    expect(ask.status).toBe(200);
    await ask.text();
    await keepOnce();
    const [stored] = await database.db.select().from(selfTraces).where(eq(selfTraces.traceId, TRACE_ID));
    expect(stored).toMatchObject({ part: "web", name: "GET /api/v1/query", failed: false });
    const query = stored?.spans.find(({ name }) => name === "metrics.query");
    expect(query?.attributes["metrics.query"]).toBe("up");
    expect(query?.parentId).toBe(stored?.spans[0]?.id);

    const list = await fetch(`${server.url}/api/self/traces?kind=all&q=${TRACE_ID}`, { headers: AUTH });
    expect(await list.json()).toMatchObject({ traces: [{ traceId: TRACE_ID, name: "GET /api/v1/query" }] });
  });

  it("tells its id in a problem, and what was wrong in the trace", async () => {
    const refused = await fetch(`${server.url}/api/self/traces?kind=nonsense`, { headers: AUTH });
    const problem = (await refused.json()) as { traceId: string };
    expect(refused.status).toBe(400);
    expect(problem.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it("is kept when work in it fails, with the reason", async () => {
    await expect(
      withSpan("test.work", { step: 1 }, () => Promise.reject(new UnavailableError("The engine is away."))),
    ).rejects.toThrow("away");
    await keepOnce();
    const [stored] = await database.db.select().from(selfTraces).where(eq(selfTraces.name, "test.work"));
    expect(stored).toMatchObject({ reason: "error", failed: true });
    expect(stored?.spans).toMatchObject([
      { error: "The engine is away.", attributes: { "error.type": "unavailable", step: 1 } },
    ]);
  });
});

const missing = missingPrograms("promtool");

describe.skipIf(missing.length > 0)("/metrics", () => {
  it("is what Prometheus' own checker accepts, with the stored metrics of the other parts", async () => {
    const labels = { product: "evenkeel", resource: "evenkeel-worker", job: "evenkeel", instance: "h:1" };
    const name = "evenkeel_process_resident_memory_bytes";
    await services.metrics.write(
      {
        series: [
          { labels: { ...labels, __name__: name }, t: [Date.now()], v: [4711] },
          { labels: { ...labels, __name__: "evenkeel_of_another_release" }, t: [Date.now()], v: [1] },
        ],
      },
      { own: true },
    );
    const answer = await fetch(`${server.url}/metrics`, { headers: AUTH });
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toContain("version=0.0.4");
    expect(text).toContain(`\n${name}{host="h:1",part="worker"} 4711\n`);
    expect(text).toMatch(new RegExp(String.raw`^${name}\{part="web"\} \d+$`, "m"));
    expect(text).toContain(
      'evenkeel_http_request_duration_seconds_count{method="GET",part="web",route="/api/v1/query"',
    );
    expect(text).not.toContain("another_release");
    const said = execFileSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
    expect(said).toBe("");
  });
});
