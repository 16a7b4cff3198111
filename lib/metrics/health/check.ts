import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { MetricStore } from "../store";
import { learn, NEVER_SEEN, type StoreHealth } from "./evidence";
import type { MetricsHealth } from "./schemas";
import { healthOf } from "./watch-store";

/** Evidence that is older than this is asked for anew. Our choice: less than the period in which a browser asks. */
const FRESH_MS = 3 * SECOND_MS;
/** An engine that needs longer for next to nothing is away for people. Our choice. */
const PROBE_TIMEOUT_MS = 3 * SECOND_MS;
/** Costs next to nothing and still goes all the way to where samples are kept. */
const PROBE = "absent(evenkeel_probe)";

/** Browsers that ask at once share one probe. */
const probing = new WeakMap<MetricStore, Promise<StoreHealth>>();

/** Whether the store of metrics answers, as calls of this process have seen it or, when there were none lately, a probe. */
export async function checkMetrics({
  metrics,
  now,
}: Pick<Context, "metrics" | "now">): Promise<MetricsHealth> {
  const known = healthOf(metrics)?.health ?? NEVER_SEEN;
  const isFresh = known.seenAt !== null && now() - known.seenAt < FRESH_MS;
  const { awaySince, error } = isFresh ? known : await probeOnce(metrics, now);
  const { METRICS_URL: url } = env();
  return { awaySince, error, engine: url === undefined ? null : new URL(url).host };
}

function probeOnce(metrics: MetricStore, now: () => UnixMs): Promise<StoreHealth> {
  const running = probing.get(metrics);
  if (running) return running;
  const probe = runProbe(metrics, now).finally(() => probing.delete(metrics));
  probing.set(metrics, probe);
  return probe;
}

async function runProbe(metrics: MetricStore, now: () => UnixMs): Promise<StoreHealth> {
  const memory = healthOf(metrics);
  const before = memory?.health ?? NEVER_SEEN;
  try {
    await metrics.query(PROBE, now(), { timeoutMs: PROBE_TIMEOUT_MS });
    return memory?.health ?? learn(before, "answers", null, now());
  } catch (error) {
    // A time-out says nothing of a heavy query, and all of this one.
    const after = learn(memory?.health ?? before, "away", error, now());
    memory?.note(after);
    return after;
  }
}
