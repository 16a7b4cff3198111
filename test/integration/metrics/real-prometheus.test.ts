import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as labels from "@/app/api/v1/labels/route";
import * as metadata from "@/app/api/v1/metadata/route";
import * as queryRange from "@/app/api/v1/query_range/route";
import * as query from "@/app/api/v1/query/route";
import * as series from "@/app/api/v1/series/route";
import * as write from "@/app/api/v1/write/route";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { canonicalLabels } from "@/lib/metrics/labels";
import type { Labels } from "@/lib/metrics/store";
import { answerOf, differences } from "../../support/promql-answers";
import type { PrometheusAnswer } from "../../support/prometheus";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import {
  missingPrograms,
  startPrometheus,
  waitFor,
  type RealPrometheus,
} from "../../support/real-prometheus";
import { serveRoutes } from "../../support/serve-routes";
import { useServices } from "../../support/services";

const TOKEN = "admin-token-of-this-test-0001";
const missing = missingPrograms("prometheus", "prometheus-node-exporter");
const title =
  missing.length === 0
    ? "a real Prometheus"
    : `a real Prometheus (skipped: no ${missing.join(", no ")} here)`;

describe.skipIf(missing.length > 0)(title, () => {
  let database: TestDatabase;
  let ours: Awaited<ReturnType<typeof serveRoutes>>;
  let prometheus: RealPrometheus;
  let closeStore: () => Promise<void>;
  /** Unix seconds: the whole seconds of a window in which both sides have all samples. */
  let window: { start: string; end: string; step: string };

  const ask = async (base: string, path: string, parameters: Record<string, string>) => {
    const response = await fetch(`${base}/api/v1/${path}?${new URLSearchParams(parameters)}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    return (await response.json()) as { status: string; data: unknown };
  };
  const fromBoth = (path: string, parameters: Record<string, string>) =>
    Promise.all([ask(ours.url, path, parameters), ask(prometheus.url, path, parameters)]);
  const samplesOf = async (base: string, at: number) => {
    const { data } = await ask(base, "query", {
      query: "sum by (job) (count_over_time(up[3s]))",
      time: String(at),
    });
    // An instant vector has no promised order: Prometheus gives the target first that it scraped first.
    const { result } = data as { result: { metric: Labels }[] };
    return result
      .map((entry) => JSON.stringify(entry))
      .sort()
      .join();
  };

  beforeAll(async () => {
    database = await testDatabase();
    const { metrics } = useServices(database);
    closeStore = () => metrics.close();
    await ensureAdminToken(database.db, TOKEN);
    ours = await serveRoutes({
      "POST /api/v1/write": write.POST,
      "GET /api/v1/query": query.GET,
      "GET /api/v1/query_range": queryRange.GET,
      "GET /api/v1/labels": labels.GET,
      "GET /api/v1/series": series.GET,
      "GET /api/v1/metadata": metadata.GET,
    });
    prometheus = await startPrometheus(`${ours.url}/api/v1/write`, TOKEN);
    await waitFor("both targets are up for ten seconds", async () => {
      const { data } = await ask(prometheus.url, "query", { query: "min(count_over_time(up[1m])) >= 12" });
      return (data as { result: unknown[] }).result.length > 0;
    });
    const end = Math.floor(Date.now() / 1000);
    window = { start: String(end - 6), end: String(end), step: "1" };
    // Remote-write is a queue: the newest samples arrive a moment later.
    await waitFor("the last sample of the window has arrived", async () => {
      const { data } = await ask(ours.url, "query", { query: `min(timestamp(up)) > ${end}` });
      return (data as { result: unknown[] }).result.length > 0;
    });
    await waitFor(
      "both sides agree on the samples",
      async () => (await samplesOf(ours.url, end)) === (await samplesOf(prometheus.url, end)),
    );
  }, 120_000);
  afterAll(async () => {
    await prometheus.close();
    await ours.close();
    await closeStore();
    await database.drop();
  });

  it.each([
    "up",
    "count by (job, __name__) ({job=~'.+'})",
    'node_cpu_seconds_total{mode="idle"}',
    "sum by (mode) (rate(node_cpu_seconds_total[5s]))",
    "histogram_quantile(0.9, sum by (le) (increase(prometheus_http_request_duration_seconds_bucket[5s])))",
    "avg_over_time(node_load1[5s]) / on (instance) group_left node_memory_MemTotal_bytes * 1e9",
    "topk(3, node_filesystem_size_bytes)",
  ])("gives the same answer as its sender: %s", async (expression) => {
    const [given, expected] = await fromBoth("query_range", { query: expression, ...window });
    expect(expected.status).toBe("success");
    expect((expected.data as { result: unknown[] }).result).not.toEqual([]);
    // To 1e-9: means and quotients may differ in the last bit of a double.
    expect(
      differences(answerOf(expected as PrometheusAnswer), answerOf(given as PrometheusAnswer), true),
    ).toEqual([]);
  });

  it("lists the same labels and series as its sender", async () => {
    const { start, end } = window;
    const [ownLabels, labelsThere] = await fromBoth("labels", { start, end });
    expect(ownLabels).toEqual(labelsThere);
    const [ownSeries, seriesThere] = await fromBoth("series", { "match[]": '{job="node"}', start, end });
    const sorted = ({ data }: { data: unknown }) =>
      (data as object[]).map((entry) => canonicalLabels(entry as Labels)).sort();
    expect(sorted(ownSeries)).toEqual(sorted(seriesThere));
    expect((ownSeries.data as unknown[]).length).toBeGreaterThan(100);
  });

  it("keeps the metadata that was sent", async () => {
    await waitFor("metadata has arrived", async () => {
      const { data } = await ask(ours.url, "metadata", { metric: "node_load1" });
      return Object.keys(data as object).length > 0;
    });
    expect((await ask(ours.url, "metadata", { metric: "node_load1" })).data).toEqual({
      node_load1: [{ type: "gauge", help: "1m load average.", unit: "" }],
    });
  });
});
