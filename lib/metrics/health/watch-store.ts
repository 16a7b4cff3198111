import type { UnixMs } from "@/lib/core/time";
import type { RequestName } from "../requests";
import type { MetricStore } from "../store";
import { evidenceOf, learn, NEVER_SEEN, type StoreHealth } from "./evidence";

/** Known in every copy of this module: Next.js gives pages and route handlers their own. */
const HEALTH = Symbol.for("evenkeel.store-health");

interface Watched {
  [HEALTH]: { health: StoreHealth; note: (next: StoreHealth) => void };
}

/** Reads: a store may take samples at one address and answer at another. */
const READS = new Set<string | symbol>([
  "query",
  "queryRange",
  "series",
  "labelNames",
  "labelValues",
  "metadata",
  "status",
] satisfies (keyof MetricStore)[]);

/** Reads that are whole requests. */
const READ_REQUESTS = new Set<unknown>([
  "answerQuery",
  "answerQueryRange",
  "answerSeries",
  "answerLabels",
  "answerLabelValues",
] satisfies RequestName[]);

/** The same store, which remembers whether it answers. */
export function watchStore(store: MetricStore, now: () => UnixMs = Date.now): MetricStore {
  const memory: Watched[typeof HEALTH] = {
    health: NEVER_SEEN,
    note: (next) => {
      memory.health = next;
    },
  };
  const watched = async (read: () => Promise<unknown>): Promise<unknown> => {
    try {
      const value = await read();
      memory.note(learn(memory.health, "answers", null, now()));
      return value;
    } catch (error) {
      memory.note(learn(memory.health, evidenceOf(error), error, now()));
      throw error;
    }
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === HEALTH) return memory;
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      const call = member.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (READS.has(name)) return (...args: unknown[]) => watched(() => call(...args));
      if (name !== "perform") return call;
      return (...args: unknown[]) =>
        READ_REQUESTS.has(args[0]) ? watched(() => call(...args)) : call(...args);
    },
  });
}

/** What is known of a watched store; null of any other. */
export function healthOf(store: MetricStore): Watched[typeof HEALTH] | null {
  return (store as Partial<Watched>)[HEALTH] ?? null;
}
