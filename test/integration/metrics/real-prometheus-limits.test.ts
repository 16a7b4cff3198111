import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as query from "@/app/api/v1/query/route";
import * as write from "@/app/api/v1/write/route";
import { createToken } from "@/lib/accounts/create-token";
import type { CreatedToken } from "@/lib/auth/schemas";
import { SYSTEM_ACTOR, type Context } from "@/lib/core/context";
import { setIngestLimits } from "@/lib/metrics/limits/set-limits";
import type { SetIngestLimits } from "@/lib/metrics/schemas";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import {
  missingPrograms,
  startPrometheus,
  waitFor,
  type RealPrometheus,
} from "../../support/real-prometheus";
import { serveRoutes } from "../../support/serve-routes";
import { useServices } from "../../support/services";

const SERIES_MAX = 50;
const missing = missingPrograms("prometheus", "prometheus-node-exporter");
const title =
  missing.length === 0
    ? "a real Prometheus at its limits"
    : `a real Prometheus at its limits (skipped: no ${missing.join(", no ")} here)`;

describe.skipIf(missing.length > 0)(title, () => {
  let database: TestDatabase;
  let ctx: Context;
  let token: CreatedToken;
  let ours: Awaited<ReturnType<typeof serveRoutes>>;
  let prometheus: RealPrometheus;
  beforeAll(async () => {
    database = await testDatabase();
    ctx = { actor: SYSTEM_ACTOR, requestId: "test", now: Date.now, ...useServices(database) };
    token = await createToken(ctx, { name: "prometheus", role: "operator" });
    ours = await serveRoutes({ "POST /api/v1/write": write.POST, "GET /api/v1/query": query.GET });
    await limit({ activeSeries: SERIES_MAX });
    const retries = { retry_on_http_429: true, min_backoff: "100ms", max_backoff: "500ms" };
    prometheus = await startPrometheus(`${ours.url}/api/v1/write`, token.token, retries);
  }, 120_000);
  afterAll(async () => {
    await prometheus.close();
    await ours.close();
    await ctx.metrics.close();
    await database.drop();
  });

  const limit = (changes: SetIngestLimits) => setIngestLimits(ctx, { id: token.id }, changes);
  /** Single value of an expression; 0 without one. */
  const valueOf = async (base: string, expression: string, at?: number): Promise<number> => {
    const form = new URLSearchParams({
      query: expression,
      ...(at === undefined ? {} : { time: String(at) }),
    });
    const response = await fetch(`${base}/api/v1/query?${form}`, {
      headers: { authorization: `Bearer ${token.token}` },
    });
    const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
    return Number(data.result[0]?.value[1] ?? 0);
  };
  /** What Prometheus says of its own sending. */
  const sending = (metric: string) => valueOf(prometheus.url, `sum(prometheus_remote_storage_${metric})`);
  const stored = 'count({__name__=~".+"})';

  it("drops the series that are too many without a retry, goes on with the others, and repeats what came too fast", async () => {
    await waitFor("series were refused", async () => (await sending("samples_failed_total")) > 0);
    await waitFor(
      "the other series have samples",
      async () => (await valueOf(ours.url, stored)) === SERIES_MAX,
    );
    expect(await sending("samples_retried_total")).toBe(0);

    await limit({ activeSeries: null, samplesPerSecond: 100 });
    await waitFor("requests are repeated", async () => (await sending("samples_retried_total")) > 0);
    const since = Math.ceil(Date.now() / 1_000);
    const failedBefore = await sending("samples_failed_total");
    await waitFor("the queue has waited for seconds", () => Promise.resolve(Date.now() / 1_000 > since + 3));
    await limit({ samplesPerSecond: null });
    const end = since + 3;
    await waitFor("all of the queue has arrived", async () => {
      return (await valueOf(ours.url, "min(timestamp(up))")) > end;
    });

    // Nothing was dropped while the rate was limited: both sides have the same samples of that time.
    expect(await sending("samples_failed_total")).toBe(failedBefore);
    for (const metric of ["up", "node_cpu_seconds_total", "prometheus_http_requests_total"]) {
      const count = `sum(count_over_time(${metric}[${end - since}s]))`;
      await waitFor(`both sides agree on ${metric}`, async () => {
        const there = await valueOf(prometheus.url, count, end);
        return there > 0 && (await valueOf(ours.url, count, end)) === there;
      });
    }
  }, 120_000);
});
