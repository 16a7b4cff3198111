/**
 * Mean wait in an M/M/c queue, as a multiple of the service time.
 *
 * @param usage offered load over capacity, below 1.
 * @param servers c, at least 1.
 * @see Sakasegawa, "An approximation formula L_q = α·ρ^β/(1-ρ)", Annals of the Institute of Statistical Mathematics 29
 *   (1977); exact for c = 1.
 */
export function waitFactor(usage: number, servers: number): number {
  return usage ** (Math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - usage));
}

/** The formula leaves steady state behind near 1; past it the backlog, not the formula, makes people wait. */
const STEADY_USAGE_MAX = 0.97;

/** What a queue did in one tick. One object is reused, as ticks are many. */
export interface Served {
  /** Share of the arrivals that got no answer in time. */
  failed: number;
  /** Mean wait before service in seconds. */
  waitS: number;
  /** Busy share of the servers, 0 to 1. */
  usage: number;
  /** Jobs left in the queue for the next tick. */
  backlog: number;
}

/**
 * One tick of a queue with patience: below capacity it waits as M/M/c, above it a backlog grows as a fluid would, and
 * what cannot be served before its caller gives up has failed.
 *
 * @param offered arrivals a second.
 * @param capacity jobs a second that all servers together can do; 0 when none works.
 * @param dtS length of the tick.
 * @param out receives the result.
 */
export function serve(
  offered: number,
  capacity: number,
  servers: number,
  patienceS: number,
  backlogBefore: number,
  dtS: number,
  out: Served,
): Served {
  if (capacity <= 0) {
    out.failed = offered > 0 ? 1 : 0;
    out.waitS = 0;
    out.usage = 0;
    out.backlog = 0;
    return out;
  }
  const usage = offered / capacity;
  const arrived = offered * dtS;
  const left = Math.max(0, backlogBefore + arrived - capacity * dtS);
  const held = Math.min(left, capacity * patienceS);
  out.failed = arrived > 0 ? Math.min(1, (left - held) / arrived) : 0;
  out.backlog = held;
  out.usage = Math.min(1, (arrived + backlogBefore) / (capacity * dtS));
  out.waitS =
    (waitFactor(Math.min(usage, STEADY_USAGE_MAX), servers) * servers) / capacity +
    (held + backlogBefore) / 2 / capacity;
  return out;
}

export const newServed = (): Served => ({ failed: 0, waitS: 0, usage: 0, backlog: 0 });

/** Share of the way to its goal that a quantity with this time constant goes in a tick, however long the tick is. */
export const settled = (dtS: number, tauS: number): number => 1 - Math.exp(-dtS / tauS);
