import type { App, Instance, UsedBy, Zone } from "@/lib/simulator/part";
import { ZONES } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface ServicePlan {
  podsPerZone: number;
  /** CPU usage at the design peak. */
  usage: number;
  /** Memory of a pod at rest, as a share of its limit. */
  memoryRest: number;
  podCores: number;
  podMemoryBytes: number;
  /** Requests that a pod works on at once before it refuses (Tomcat's `maxThreads` is 200 by default). */
  podThreads: number;
  /** False: its containers have no limits for processor and memory. */
  limits: boolean;
  /** Kinds of request; one that serves only messages has `message`. */
  ports: readonly string[];
  /** Prefix of the machine pools that its pods run on. */
  pools: string;
  zones: readonly Zone[];
}

type Some = Partial<ServicePlan> & Pick<ServicePlan, "podsPerZone" | "usage" | "memoryRest">;

const letter = (zone: Zone): string => zone.slice(-1);

function service(app: App, name: string, plan: Some, usedBy: readonly UsedBy[] = []): Instance<ServicePlan> {
  const full: ServicePlan = {
    podCores: 2,
    podMemoryBytes: 6 * GIB,
    podThreads: 200,
    limits: true,
    ports: ["request"],
    pools: app === "mall" ? "nodes" : "broker-nodes",
    zones: ZONES,
    ...plan,
  };
  return {
    name,
    app,
    cluster: name,
    members: full.zones.map((zone) => ({ id: `tke-${name}-${letter(zone)}`, zone })),
    plan: full,
    usedBy,
  };
}

/** Calls of a service's `request` port: with a retry, as services make them. */
const from = (by: string, calls: number, critical: boolean): UsedBy => ({
  by,
  port: "request",
  calls,
  critical,
  retries: true,
});

const mall = (name: string, plan: Some, usedBy?: readonly UsedBy[]) => service("mall", name, plan, usedBy);
const broker = (name: string, plan: Some, usedBy?: readonly UsedBy[]) =>
  service("brokerage", name, plan, usedBy);

/** Services of both businesses, and who calls them how often. Consumers of queues are called by their queue. */
export const tkeFleet: readonly Instance<ServicePlan>[] = [
  mall("gateway", {
    podsPerZone: 6,
    usage: 0.62,
    memoryRest: 0.35,
    ports: ["browse", "cart", "order", "pay"],
  }),
  mall("pay", { podsPerZone: 3, usage: 0.64, memoryRest: 0.48 }, [from("gateway:pay", 1, true)]),
  mall("order", { podsPerZone: 5, usage: 0.72, memoryRest: 0.52 }, [
    from("gateway:order", 1, true),
    from("pay", 1, true),
  ]),
  mall("cart", { podsPerZone: 4, usage: 0.6, memoryRest: 0.42 }, [
    from("gateway:cart", 1, true),
    from("gateway:order", 0.5, true),
  ]),
  mall("product", { podsPerZone: 8, usage: 0.7, memoryRest: 0.55 }, [
    from("gateway:browse", 1, true),
    from("gateway:cart", 0.3, true),
  ]),
  mall("user", { podsPerZone: 4, usage: 0.52, memoryRest: 0.44 }, [
    from("gateway:browse", 0.2, false),
    from("gateway:cart", 0.5, false),
    from("gateway:order", 1, true),
    from("gateway:pay", 0.5, true),
  ]),
  mall("inventory", { podsPerZone: 3, usage: 0.58, memoryRest: 0.4 }, [from("order", 0.7, true)]),
  mall("coupon", { podsPerZone: 2, usage: 0.5, memoryRest: 0.38 }, [
    from("cart", 0.3, false),
    from("order", 0.3, false),
  ]),
  mall("search", { podsPerZone: 3, usage: 0.6, memoryRest: 0.5 }, [from("gateway:browse", 0.25, false)]),
  mall("content", { podsPerZone: 3, usage: 0.54, memoryRest: 0.46 }, [from("gateway:browse", 0.5, false)]),
  mall("risk-control", { podsPerZone: 2, usage: 0.52, memoryRest: 0.45 }, [from("pay", 1, true)]),
  mall("notify", { podsPerZone: 2, usage: 0.5, memoryRest: 0.38, ports: ["message"], limits: false }),
  mall("settlement", { podsPerZone: 2, usage: 0.55, memoryRest: 0.46, ports: ["message"], limits: false }),

  broker("broker-gateway", {
    podsPerZone: 4,
    usage: 0.58,
    memoryRest: 0.36,
    ports: ["quote", "query", "trade", "fund", "login"],
  }),
  broker("quote", { podsPerZone: 4, usage: 0.6, memoryRest: 0.44 }, [from("broker-gateway:quote", 1, true)]),
  broker("trade", { podsPerZone: 3, usage: 0.52, memoryRest: 0.48 }, [from("broker-gateway:trade", 1, true)]),
  broker("position", { podsPerZone: 2, usage: 0.55, memoryRest: 0.42 }, [
    from("broker-gateway:query", 1, true),
    from("trade", 1, true),
  ]),
  broker("fund", { podsPerZone: 2, usage: 0.45, memoryRest: 0.4 }, [
    from("broker-gateway:fund", 1, true),
    from("broker-gateway:query", 0.4, false),
  ]),
  broker("account", { podsPerZone: 2, usage: 0.5, memoryRest: 0.41 }, [
    from("broker-gateway:login", 1, true),
    from("broker-gateway:query", 0.3, true),
    from("broker-gateway:trade", 0.5, true),
    from("broker-gateway:fund", 1, true),
  ]),
  broker("risk-check", { podsPerZone: 2, usage: 0.5, memoryRest: 0.43 }, [from("trade", 1, true)]),
  broker("clearing", { podsPerZone: 1, usage: 0.45, memoryRest: 0.5, ports: ["message"] }),
  broker("report", { podsPerZone: 1, usage: 0.42, memoryRest: 0.52, ports: ["message"], limits: false }),
];
