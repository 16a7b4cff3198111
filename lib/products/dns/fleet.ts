import { single, type App, type Instance } from "@/lib/simulator/part";

export interface ZonePlan {
  /** How long a resolver may keep a record, and the answer that a name does not exist (RFC 2308). */
  ttlS: number;
  negativeTtlS: number;
  /** Name servers that the zone is delegated to. */
  servers: number;
  /** Queries a second that they can answer together. */
  capacityPerS: number;
  records: number;
  /** Resolvers of carriers and companies that ask for it. */
  resolvers: number;
  /** Share of the users whose resolver checks DNSSEC; 0: the zone is not signed. */
  validating: number;
  /** From a resolver to the nearest name server and back. */
  roundTripS: number;
}

/** APNIC's measurement of 2024 has about a third of the world's users behind validating resolvers. */
const VALIDATING = 0.33;

const zone = (
  name: string,
  app: App,
  plan: ZonePlan,
  wiring: Pick<Instance, "inFrontOf" | "usedBy">,
): Instance<ZonePlan> => ({ ...single(name), name, app, plan, ...wiring });

/**
 * Zones stand in the path: who cannot resolve a name sends no request. Finding: the brokerage's zone is not signed. The
 * private zone has the names of the payment channel and of the exchange, as the applications know them.
 */
export const dnsFleet: readonly Instance<ZonePlan>[] = [
  zone(
    "dns-mall",
    "mall",
    {
      ttlS: 60,
      negativeTtlS: 30,
      servers: 4,
      capacityPerS: 20_000,
      records: 24,
      resolvers: 2_500,
      validating: VALIDATING,
      roundTripS: 0.012,
    },
    { inFrontOf: [{ part: "cdn-mall" }, { part: "eip-partner" }] },
  ),
  zone(
    "dns-broker",
    "brokerage",
    {
      ttlS: 60,
      negativeTtlS: 30,
      servers: 4,
      capacityPerS: 20_000,
      records: 18,
      resolvers: 1_600,
      validating: 0,
      roundTripS: 0.012,
    },
    { inFrontOf: [{ part: "waf-broker" }] },
  ),
  zone(
    "dns-internal",
    "mall",
    {
      ttlS: 30,
      negativeTtlS: 15,
      servers: 2,
      capacityPerS: 4_000,
      records: 12,
      resolvers: 6,
      validating: 0,
      roundTripS: 0.001,
    },
    { usedBy: [{ by: "pay", port: "resolve", calls: 1, critical: true }] },
  ),
];
