import type { Database } from "@/db/client";
import { events } from "@/db/schema/events";
import { resources } from "@/db/schema/resources";
import type { MetricStore, SeriesSamples } from "@/lib/metrics/store";
import { CATALOGUE, NOW, T0 } from "@/test/fixtures/chat/catalogue";

const STEP_MS = 15_000;
const HOURS = 3;

function gauge(labels: Record<string, string>, valueAt: (minutesAgo: number) => number): SeriesSamples {
  const t: number[] = [];
  const v: number[] = [];
  for (let at = NOW - HOURS * 3_600_000; at <= NOW; at += STEP_MS) {
    t.push(at);
    v.push(valueAt((NOW - at) / 60_000));
  }
  return { labels, t, v };
}

/** Counts up by `perSecond` at each moment. */
function counter(labels: Record<string, string>, perSecond: (minutesAgo: number) => number): SeriesSamples {
  let total = 1_000;
  return gauge(labels, (minutesAgo) => (total += perSecond(minutesAgo) * (STEP_MS / 1000)));
}

const labelsOf = (id: string) => {
  const found = CATALOGUE.resources.find((r) => r.id === id);
  if (!found) throw new Error(`No resource ${id}`);
  return {
    product: found.product,
    resource: id,
    app: "mall",
    layer: found.layer ?? "",
    ...(found.zone ? { zone: found.zone } : {}),
    ...(found.cluster ? { cluster: found.cluster } : {}),
  };
};

/** CPU of each MySQL member, highest first at its peak: 91 % for ten seconds of the last half hour. */
export const MYSQL_CPU: Readonly<Record<string, (minutesAgo: number) => number>> = {
  "mysql-order-0": (m) => (m >= 10 && m < 11 ? 0.91 : 0.4),
  "mysql-order-1": () => 0.55,
  "mysql-order-2": (m) => 0.3 + 0.001 * (m % 7),
  "mysql-pay-0": () => 0.62,
  "mysql-pay-1": () => 0.12,
  // Reports nothing in the last hour: unknown, not zero.
  "mysql-pay-2": (m) => (m < 60 ? Number.NaN : 0.99),
};

/** Writes a small, exactly known world: two zones, six databases, a shop whose pay scenario fails one request in 50. */
export async function writeWorld(db: Database, metrics: MetricStore): Promise<void> {
  await db.insert(resources).values(
    CATALOGUE.resources.map((r) => ({
      id: r.id,
      product: r.product,
      app: r.app,
      layer: r.layer as "access" | "business" | "middleware" | "data",
      zone: r.zone,
      cluster: r.cluster,
      origin: "declared" as const,
      spec: r.product === "business" ? { scenario: r.id.replace("mall-", "") } : {},
    })),
  );
  await db.insert(events).values(
    CATALOGUE.events.map((e) => ({
      slug: e.slug,
      title: e.title,
      titleZh: e.titleZh,
      app: "mall",
      preAt: new Date(e.preAt),
      t0: new Date(e.t0),
      endAt: new Date(e.endAt),
      postEndAt: new Date(e.postEndAt),
      phase: e.t0 === T0 ? ("during" as const) : e.t0 < T0 ? ("closed" as const) : ("planned" as const),
      expectedPeakRatio: 5,
    })),
  );
  const cpu = Object.entries(MYSQL_CPU).map(([id, valueAt]) => {
    const series = gauge({ __name__: "mysql_cpu_usage_ratio", ...labelsOf(id) }, valueAt);
    const kept = Array.from(series.v, (value) => !Number.isNaN(value));
    return {
      labels: series.labels,
      t: Array.from(series.t).filter((_, i) => kept[i]),
      v: Array.from(series.v).filter((_, i) => kept[i]),
    };
  });
  const redis = ["redis-cart-0", "redis-cart-1"].map((id, i) =>
    gauge({ __name__: "redis_cpu_usage_ratio", ...labelsOf(id) }, () => 0.2 + 0.1 * i),
  );
  const shop = ["order", "pay"].flatMap((scenario) => {
    const base = { ...labelsOf(`mall-${scenario}`), scenario };
    const ok = (m: number) => (m < 40 ? 98 : 49);
    return [
      counter({ __name__: "business_requests_total", ...base, outcome: "ok" }, ok),
      counter({ __name__: "business_requests_total", ...base, outcome: "error" }, (m) =>
        scenario === "pay" ? ok(m) / 49 : 0,
      ),
    ];
  });
  const orders = counter(
    { __name__: "business_orders_total", ...labelsOf("mall-order"), scenario: "order" },
    (m) => (m < 40 ? 20 : 10),
  );
  await metrics.write({ series: [...cpu, ...redis, ...shop, orders] });
}
