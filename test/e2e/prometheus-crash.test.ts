import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalLabels } from "@/lib/metrics/labels";
import { cannotKill, killQuietly, pidOf, processesOf } from "../support/processes";
import { startProduct, type Product } from "../support/product";
import { missingPrograms, startPrometheus, waitFor, type RealPrometheus } from "../support/real-prometheus";

const missing = missingPrograms("prometheus", "prometheus-node-exporter").map((program) => `no ${program}`);
const reasons = [...missing, ...(cannotKill === "" ? [] : [cannotKill])];
const skipped = reasons.length === 0 ? "" : ` (skipped: ${reasons.join(", ")})`;
const TOKEN = randomBytes(24).toString("base64url");

interface Series {
  metric: Record<string, string>;
  values: [number, string][];
}

describe.skipIf(reasons.length > 0)(`kill -9 while a real Prometheus writes${skipped}`, () => {
  let product: Product;
  let prometheus: RealPrometheus;
  beforeAll(async () => {
    product = await startProduct({ env: { SIMULATOR: "off", ADMIN_TOKEN: TOKEN } });
    prometheus = await startPrometheus(`${product.baseUrl}/api/v1/write`, TOKEN);
  });
  afterAll(async () => {
    await prometheus.close();
    await product.stop();
    await rm(product.dataFolder, { recursive: true, force: true });
  });

  async function query(base: string, expression: string, time?: number): Promise<Series[]> {
    const form = new URLSearchParams({
      query: expression,
      ...(time === undefined ? {} : { time: String(time) }),
    });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${base}/api/v1/query`, { method: "POST", headers, body: form });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return ((await response.json()) as { data: { result: Series[] } }).data.result;
  }

  const flowsAfter = (at: number) =>
    waitFor(
      `samples later than ${at} have arrived`,
      async () => (await query(product.baseUrl, `min(timestamp(up)) > ${at}`)).length > 0,
      180_000,
    );
  const nowS = () => Date.now() / 1000;

  /** Every sample of a span, by series. */
  async function samples(base: string, spanS: number, at: number): Promise<Map<string, string>> {
    const found = await query(base, `{job=~"node|prometheus"}[${spanS}s]`, at);
    return new Map(found.map(({ metric, values }) => [canonicalLabels(metric), JSON.stringify(values)]));
  }

  it(
    "loses no sample: the sender tries again, and every series is complete",
    { timeout: 600_000 },
    async () => {
      await flowsAfter(0);
      const start = Math.ceil(nowS());
      await flowsAfter(start + 3);
      for (const part of ["bin/postgres", "next-server", ".build/worker.mjs"]) {
        process.kill(await pidOf(product.dataFolder, part), "SIGKILL");
        await flowsAfter(nowS());
      }
      for (const pid of await processesOf(product.dataFolder)) killQuietly(pid);
      await product.exited;
      // Samples that nobody takes, so that the sender has to keep and resend them.
      await delay(3_000);
      const { dataFolder } = product;
      const port = Number(new URL(product.baseUrl).port);
      product = await startProduct({ dataFolder, port, env: { SIMULATOR: "off", ADMIN_TOKEN: TOKEN } });
      const end = Math.floor(nowS());
      await flowsAfter(end);

      const spanS = end - start;
      const expected = await samples(prometheus.url, spanS, end);
      expect(expected.size).toBeGreaterThan(500);
      const differing = async () => {
        const given = await samples(product.baseUrl, spanS, end);
        return [...expected]
          .filter(([series, values]) => given.get(series) !== values)
          .map(([series]) => series);
      };
      await expect.poll(differing, { timeout: 60_000, interval: 1_000 }).toEqual([]);
      // What Prometheus itself says of its sending.
      for (const lost of ["failed", "dropped"]) {
        const [count] = await query(prometheus.url, `sum(prometheus_remote_storage_samples_${lost}_total)`);
        expect((count as unknown as { value: [number, string] }).value[1]).toBe("0");
      }
    },
  );
});
