import { asc, count, min, sum } from "drizzle-orm";
import { heartbeats } from "@/db/schema/runtime";
import { selfTraces } from "@/db/schema/self";
import type { Context } from "@/lib/core/context";
import { SECOND_MS } from "@/lib/core/time";
import type { Labels, VectorSample } from "@/lib/metrics/store";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import type { SelfPart, SelfView } from "./schemas";

const OWN = `product="${SELF_PRODUCT}"`;
const BY = "by (resource, instance)";

/** A figure of every part at one moment, and what it is worth. A thread has no memory and no processor of its own. */
const FIGURES = {
  seenAt: `max ${BY} (timestamp(evenkeel_nodejs_heap_used_bytes{${OWN}}))`,
  startedAt: `max ${BY} (evenkeel_process_start_time_seconds{${OWN}})`,
  restarts: `max ${BY} (evenkeel_process_restarts_total{${OWN}})`,
  memoryBytes: `max ${BY} (evenkeel_process_resident_memory_bytes{${OWN}})`,
  cpuRatio: `sum ${BY} (rate(evenkeel_process_cpu_seconds_total{${OWN}}[1m]))`,
  loopLagS: `max ${BY} (evenkeel_nodejs_eventloop_lag_seconds{${OWN},statistic="p99"})`,
  loopUsedRatio: `max ${BY} (evenkeel_nodejs_eventloop_utilization_ratio{${OWN}})`,
} as const;
type Figure = keyof typeof FIGURES;

/** How the parts of the product are. */
export async function readSelf(ctx: Context): Promise<SelfView> {
  const [parts, services, [stored]] = await Promise.all([
    readParts(ctx).catch(() => null),
    ctx.db.select().from(heartbeats).orderBy(asc(heartbeats.service)),
    ctx.db
      .select({ count: count(), bytes: sum(selfTraces.bytes), oldest: min(selfTraces.startedAt) })
      .from(selfTraces),
  ]);
  return {
    parts,
    services: services.map(({ service, at, error }) => ({ name: service, at: at.getTime(), error })),
    traces: {
      count: stored?.count ?? 0,
      bytes: Number(stored?.bytes ?? 0),
      oldestAt: stored?.oldest?.getTime() ?? null,
    },
  };
}

async function readParts({ metrics, now }: Context): Promise<SelfPart[]> {
  const at = now();
  const figures = await Promise.all(
    Object.entries(FIGURES).map(async ([name, expr]) => {
      const value = await metrics.query(expr, at);
      const samples = value.type === "vector" ? value.samples : [];
      return [name, new Map(samples.map((sample) => [keyOf(sample.labels), sample]))] as const;
    }),
  );
  const of = new Map<string, ReadonlyMap<string, VectorSample>>(figures);
  return [...(of.get("seenAt") ?? [])]
    .map(([key, { labels, v: seenAtS }]) => {
      const read = (figure: Figure): number | null => of.get(figure)?.get(key)?.v ?? null;
      const startedAtS = read("startedAt");
      return {
        part: (labels["resource"] ?? "").slice(SELF_PRODUCT.length + 1),
        instance: labels["instance"] ?? "",
        seenAt: Math.round(seenAtS * SECOND_MS),
        startedAt: startedAtS === null ? null : Math.round(startedAtS * SECOND_MS),
        restarts: read("restarts"),
        memoryBytes: read("memoryBytes"),
        cpuRatio: read("cpuRatio"),
        loopLagS: read("loopLagS"),
        loopUsedRatio: read("loopUsedRatio"),
      };
    })
    .sort((a, b) => a.part.localeCompare(b.part) || a.instance.localeCompare(b.instance));
}

const keyOf = ({ resource = "", instance = "" }: Labels): string => `${resource} ${instance}`;
