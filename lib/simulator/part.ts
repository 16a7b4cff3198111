import type { UnixMs } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { Port } from "./graph";
import type { Promotion } from "./load";
import type { WorldSeries } from "./series";

export const ZONES = ["zone-a", "zone-b", "zone-c"] as const;
export type Zone = (typeof ZONES)[number];

/** The two businesses of the simulated region: a duty-free mall and a securities brokerage. */
export const APPS = ["mall", "brokerage"] as const;
export type App = (typeof APPS)[number];

/** A step of the world in time. */
export interface Tick {
  /** Unix ms of the moment that the tick reaches. */
  t: UnixMs;
  /** Its length: 5 s live, longer while history is made. Rates, counters and time constants all go by it. */
  dtS: number;
  seed: number;
  promotions: readonly Promotion[];
}

/** Parameters of a fault that acts, checked against its schema, defaults filled in. */
export type FaultParameters = Readonly<Record<string, unknown>>;

/** One resource of a part. */
export interface Member {
  id: string;
  zone: Zone | null;
  /** What was bought or configured; risk checks and preconditions read it. */
  spec: Readonly<Record<string, unknown>>;
  /** What changes, in plain JSON: numbers, strings, arrays and objects of them. */
  state: object;
  /** What faults do to it now: numbers, 0 while nothing acts. Cleared and put on anew in each tick. */
  fx: object;
  /** By fault id: puts the fault on for this tick; `forS` is how long it has acted. The stronger of two counts. */
  effects: Readonly<Record<string, (parameters: FaultParameters, forS: number) => void>>;
  series(labels: Labels): WorldSeries[];
  target(): TargetState;
}

/** Who calls a part of this instance. */
export interface UsedBy {
  /** Name of the calling part, or `part:port` for one of its ports alone. */
  by: string;
  /** Port of this part that is called. */
  port: string;
  calls: number;
  critical: boolean;
  /** Default 3 s. */
  timeoutS?: number;
  /** Whether a failed call is made once more, within a budget, as services do. Default: false. */
  retries?: boolean;
  /** For a cache: who answers what misses, and with how many calls. */
  fallback?: { part: string; port: string; calls: number };
}

/** One instance of a product in the default region, as data. `P` is the product's own plan: sizes and settings. */
export interface Instance<P = unknown> {
  /** The part's name, unique over both businesses: name of its cluster and of its node in the call graph. */
  name: string;
  app: App;
  /** Its resources. */
  members: readonly { id: string; zone: Zone | null }[];
  /** Label `cluster` of its members; null of a single resource. */
  cluster: string | null;
  plan: P;
  usedBy?: readonly UsedBy[];
  /** What it calls itself: the same edge, told by the caller. */
  uses?: readonly {
    port?: string;
    part: string;
    of: string;
    calls: number;
    critical: boolean;
    timeoutS?: number;
    retries?: boolean;
  }[];
  /**
   * For what stands in the path of requests (CDN, firewall, balancer): the parts behind it, and which share of each
   * caller's requests comes this way (default 1). The core opens a port for each port behind it and sends callers through.
   */
  inFrontOf?: readonly { part: string; share?: number | Readonly<Record<string, number>> }[];
}

/** `mysql-order-0`, `mysql-order-1`…: one member a zone, in order. */
export const numbered = (name: string, zones: readonly Zone[]): { id: string; zone: Zone }[] =>
  zones.map((zone, i) => ({ id: `${name}-${i}`, zone }));

/** The one resource of an instance without a cluster. */
export const single = (name: string, zone: Zone | null = null) => ({
  members: [{ id: name, zone }],
  cluster: null,
});

/** Where a part is built. */
export interface Site {
  /** Unix ms, when the history begins: dates in specs count from it. */
  startAt: UnixMs;
  /** Which copy of the businesses this is: noise of two copies differs. */
  cell: number;
  /** A name as it is in this copy of the businesses (`c2-mysql-order`); the first copy has bare names. */
  name(bare: string): string;
}

/** A part of the same copy of the businesses, by its bare name. @throws Error when there is none: the plan is wrong. */
export type FindPart = (bareName: string) => Part;

/** A cluster, pool, pair or single resource of the simulated cloud, with what it does. */
export abstract class Part {
  readonly name: string;
  readonly app: App;
  readonly cluster: string | null;
  readonly ports: Port[] = [];
  /** Its resources, in a fixed order. */
  abstract readonly members: readonly Member[];
  /** True: callers see a tick late what it writes to `port.next`, so that trouble climbs hop by hop. */
  readonly lags: boolean = false;
  /** What changes of the part as a whole, in plain JSON. */
  readonly state: object = {};

  constructor(instance: Instance, site: Site) {
    this.name = site.name(instance.name);
    this.app = instance.app;
    this.cluster = instance.cluster === null ? null : site.name(instance.cluster);
  }

  /** Opens a port. Parts in the path of requests get theirs from the core, which opens one for each port behind them. */
  open(name: string): Port {
    const port = new Port(this.name, name);
    this.ports.push(port);
    return port;
  }

  /** @throws Error when there is no such port: the plan is wrong. */
  port(name: string): Port {
    const found = this.ports.find((port) => port.name === name);
    if (!found) throw new Error(`${this.name} has no port ${name}.`);
    return found;
  }

  /**
   * Parts that it needs beside those that it calls: machines under pods, source and target of a replication. What it finds
   * here begins and steps before it does.
   */
  wire(_find: FindPart): void {}

  /** Resources that a member stands on, by id, beside those that it calls: they become dependencies in the inventory. */
  standsOn(_member: Member): readonly string[] {
    return [];
  }

  /**
   * Sets `offered` of the ports that begin something by themselves to what it is at the design peak, and what of `seen`
   * shapes traffic (hit share, what passes). Called a few times, with `offered` of the others as the last pass left it.
   */
  atDesignPeak(): void {}

  /** Derives its costs from the plan, with `offered` of each port as it is at the design peak. */
  size(): void {}

  /** Before requests are routed: liveness, elections, and `offered` of ports that begin something by themselves. */
  begin(_tick: Tick): void {}

  /** Serves what was offered; what it calls has had its step. Writes `next` of each port. */
  abstract step(tick: Tick): void;

  /** After all have stepped: what is counted over many parts, such as a machine's load. */
  end(_tick: Tick): void {}
}

/** A product's instances and how each is built. */
export interface Behaviour {
  product: string;
  instances: readonly { instance: Instance; build(site: Site): Part }[];
}

export const defineBehaviour = <P>(
  product: string,
  fleet: readonly Instance<P>[],
  build: (instance: Instance<P>, site: Site) => Part,
): Behaviour => ({
  product,
  instances: fleet.map((instance) => ({ instance, build: (site) => build(instance, site) })),
});
