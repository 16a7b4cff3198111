import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ruleGroups } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { canonicalLabels } from "@/lib/metrics/labels";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import { openRemoteStore } from "@/lib/metrics/remote/open";
import type { MetricStore, SampleBatch } from "@/lib/metrics/store";
import { listPrometheusRules, saveRuleFile } from "@/lib/rules";
import { evaluateGroup, type Memory } from "@/lib/rules/evaluate-group";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { findPrometheus } from "../../support/prometheus";
import { freePort, waitFor } from "../../support/real-prometheus";

const found = findPrometheus("2.42");
const skipped = "missing" in found ? ` (skipped: ${found.missing})` : "";

/** Moments that are compared, after those in which the look-back of the first ones fills. */
const MOMENTS = 20;

/** Chains, labels that are set, taken away and collide, series that come and go, errors, a limit, all kinds of results. */
const FILE = `groups:
  - name: chain
    interval: 1s
    rules:
      - record: job:requests:rate
        expr: sum by (job, zone) (rate(requests_total[10s]))
      - record: job:requests:share
        expr: job:requests:rate / ignoring(zone) group_left sum without (zone) (job:requests:rate)
      - record: requests:top
        expr: topk(2, job:requests:rate)
      - record: requests:none
        expr: job:requests:rate > 1e9
  - name: labels
    interval: 1s
    rules:
      - record: load:named
        expr: load{zone="x"}
        labels: {team: pay, zone: ""}
      - record: load:total
        expr: sum(load)
        labels: {kind: "a b"}
      - record: load:scalar
        expr: scalar(sum(load)) + time() * 0
      - record: load:collides
        expr: load
        labels: {job: x, zone: z, instance: i}
      - record: load:quantile
        expr: histogram_quantile(0.9, sum by (le) (rate(latency_bucket[10s])))
      - record: load:duplicate
        expr: label_replace(load, "zone", "same", "", "")
        labels: {job: one}
  - name: limited
    interval: 1s
    limit: 2
    rules:
      - record: load:many
        expr: load
      - record: load:few
        expr: load{job="a"}
  - name: flapping
    interval: 1s
    rules:
      - record: flap:clock
        expr: vector(1)
      - record: flap:present
        expr: flap
      - record: flap:odd
        expr: load and on() (vector(time() % 4) < 2)
      - record: flap:count
        expr: count(flap:odd)
`;

/** The same samples for both: counters that reset, gauges, a histogram, series that end and begin. Pure. */
function world(from: number, to: number): SampleBatch {
  const grid = Array.from({ length: Math.floor((to - from) / 500) }, (_, i) => from + 500 * i);
  const series = (labels: Record<string, string>, value: (i: number, t: number) => number | null) => {
    const kept = grid.flatMap((t, i) => {
      const v = value(i, t);
      return v === null ? [] : [[t, v] as const];
    });
    const v = Float64Array.from(kept, ([, value]) => value);
    // A plain number would lose the bits by which a staleness marker is told.
    const bits = new BigUint64Array(v.buffer);
    for (const [i, value] of v.entries()) if (Number.isNaN(value)) bits[i] = 0x7ff0000000000002n;
    return { labels, t: kept.map(([t]) => t), v };
  };
  const jobs = ["a", "b"].flatMap((job) => ["x", "y"].map((zone) => ({ job, zone })));
  return {
    series: [
      ...jobs.map((labels, n) =>
        series({ __name__: "requests_total", ...labels }, (i) => (i * (n + 1)) % 97),
      ),
      ...jobs.map((labels, n) => series({ __name__: "load", ...labels }, (i) => Math.sin(i / 7 + n))),
      ...["0.1", "0.5", "+Inf"].map((le, n) =>
        series({ __name__: "latency_bucket", le }, (i) => Math.floor((i * (n + 2)) / 3)),
      ),
      // Ends with a marker for 3 s in each 10.
      series({ __name__: "flap", job: "a" }, (i) => (i % 20 < 14 ? i : null)),
      series({ __name__: "flap", job: "marked" }, (i) =>
        i % 20 < 12 ? i : i % 20 === 12 ? Number.NaN : null,
      ),
    ],
  };
}

describe.skipIf("missing" in found)(`recording rules beside a real Prometheus 2.42${skipped}`, () => {
  let database: TestDatabase;
  let ours: MetricStore;
  let theirs: MetricStore;
  let ctx: Context;
  let folder: string;
  let prometheus: ChildProcess;
  let url: string;
  /** Prometheus evaluates from its start on; what it saw before is no matter. */
  let writtenAt: number;

  beforeAll(async () => {
    database = await testDatabase();
    ours = openEmbeddedStore({ sql: database.db.$client });
    ctx = testContext(database.db, { metrics: ours });
    folder = await mkdtemp(path.join(tmpdir(), "evenkeel-rules-"));
    url = `http://127.0.0.1:${await freePort()}`;
    await writeFile(path.join(folder, "rules.yml"), FILE);
    await writeFile(path.join(folder, "prometheus.yml"), 'rule_files: ["rules.yml"]\n');
    prometheus = spawn(
      "prometheus",
      [
        `--config.file=${path.join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${path.join(folder, "data")}`,
        `--web.listen-address=${new URL(url).host}`,
        "--web.enable-remote-write-receiver",
      ],
      { stdio: "ignore" },
    );
    theirs = openRemoteStore({ url });
    await waitFor("Prometheus is ready", async () => (await fetch(`${url}/-/ready`)).ok);
    // Far enough into the future for everything that the rules will look at while the test runs.
    const now = Math.floor(Date.now() / 1000) * 1000;
    const batch = world(now - 30_000, now + 180_000);
    expect((await theirs.write(batch)).rejected).toEqual([]);
    await ours.write(batch);
    writtenAt = Date.now();
  });
  afterAll(async () => {
    prometheus.kill("SIGTERM");
    await once(prometheus, "exit");
    await theirs.close();
    await ours.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The moments at which their group was evaluated: any of its rules that never fails tells. */
  async function momentsOf(expr: string): Promise<number[]> {
    const value = await theirs.query(`${expr}[10m]`, Date.now());
    if (value.type !== "matrix") throw new Error("no matrix");
    const moments = new Set(value.series.flatMap(({ t }) => [...t].filter((at) => at > writtenAt)));
    return [...moments].sort((a, b) => a - b);
  }

  async function samplesAt(store: MetricStore, names: string, at: number): Promise<Map<string, number>> {
    const value = await store.query(`{__name__=~"${names}"}`, at);
    if (value.type !== "vector") throw new Error("no vector");
    return new Map(value.samples.map(({ labels, v }) => [canonicalLabels(labels), v]));
  }

  it.each([
    ["chain", "job:requests:rate", "job:requests:.*|requests:.*"],
    ["labels", "load:named", "load:(named|total|scalar|collides|quantile|duplicate)"],
    ["limited", "load:few", "load:(many|few)"],
    ["flapping", "flap:clock", "flap:.*"],
  ])("gives the same series, samples and ends: %s", { timeout: 120_000 }, async (name, clock, names) => {
    let moments: number[] = [];
    await waitFor("Prometheus evaluated often enough", async () => {
      moments = await momentsOf(clock);
      return moments.length > MOMENTS + 1;
    });
    await saveRuleFile(ctx, { name: "rules.yml" }, FILE);
    const [group] = await database.db.select().from(ruleGroups).where(eq(ruleGroups.name, name));
    if (!group) throw new Error("no group");
    const memory: Memory = new Map();
    let compared = 0;
    for (const at of moments.slice(0, MOMENTS + 1)) {
      await evaluateGroup(ctx, group, { at, missed: 0 }, memory);
      const [expected, given] = [await samplesAt(theirs, names, at), await samplesAt(ours, names, at)];
      expect([...given.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [labels, value] of expected) expect(given.get(labels)).toBeCloseTo(value, 9);
      compared += expected.size;
    }
    expect(compared).toBeGreaterThan(MOMENTS);
  });

  it("shows the rules as they are shown there", async () => {
    const { data } = (await (await fetch(`${url}/api/v1/rules?type=record`)).json()) as {
      data: { groups: { name: string; rules: Record<string, unknown>[] }[] };
    };
    const { groups } = await listPrometheusRules(ctx, "record");
    const told = (
      list: readonly { name: string; interval?: number; limit?: number; rules: readonly object[] }[],
    ) =>
      list.map((group) => ({
        ...group,
        file: "",
        evaluationTime: 0,
        lastEvaluation: "",
        rules: group.rules.map((rule) => ({ ...rule, evaluationTime: 0, lastEvaluation: "" })),
      }));
    expect(told(JSON.parse(JSON.stringify(groups)) as typeof groups)).toEqual(told(data.groups));
  });
});
