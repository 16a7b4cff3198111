import { numbered, ZONES, type App, type Instance, type UsedBy } from "@/lib/simulator/part";

export interface EnsemblePlan {
  /** Busy share of a node's cores at the design peak. */
  usage: number;
  cores: number;
  /** Used share of the heap at rest. */
  heapRest: number;
  /** Services whose instances are registered here, and who look each other up. */
  services: readonly string[];
}

/** A client refreshes what it knows of its callees about once in fifty requests. */
const LOOKUPS = 0.02;

/**
 * Each service does both: it looks addresses up, which fails without harm while it has them in its cache; and it resolves
 * one out of that cache, which fails when the address is gone. The next address is the retry.
 */
const clients = (services: readonly string[]): UsedBy[] =>
  services.flatMap((by) => [
    { by, port: "lookup", calls: LOOKUPS, critical: false, timeoutS: 0.5 },
    { by, port: "resolve", calls: LOOKUPS, critical: true, timeoutS: 0.5, retries: true },
  ]);

function ensemble(
  app: App,
  name: string,
  usage: number,
  services: readonly string[],
): Instance<EnsemblePlan> {
  return {
    name,
    app,
    cluster: name,
    members: numbered(name, ZONES),
    plan: { usage, cores: 4, heapRest: 0.38, services },
    usedBy: clients(services),
  };
}

export const registryFleet: readonly Instance<EnsemblePlan>[] = [
  ensemble("mall", "registry-mall", 0.35, [
    "gateway",
    "pay",
    "order",
    "cart",
    "product",
    "user",
    "inventory",
    "coupon",
    "search",
    "content",
    "risk-control",
    "notify",
    "settlement",
  ]),
  ensemble("brokerage", "registry-broker", 0.3, [
    "broker-gateway",
    "quote",
    "trade",
    "position",
    "fund",
    "account",
    "risk-check",
    "clearing",
    "report",
  ]),
];
