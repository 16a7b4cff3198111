import type { App, Instance } from "@/lib/simulator/part";

export interface AddressPlan {
  /** Id of the bandwidth package that the addresses share; null: each has a bandwidth of its own. */
  packageId: string | null;
  /** By address: the balancer behind it, or null where a NAT gateway sends from it. */
  behind: Readonly<Record<string, string | null>>;
  /** Share of the bandwidth that is used at the design peak. */
  usage: number;
  /** Attacks up to this are cleaned, above it the carrier blocks the address. Bits a second. */
  protectedBits: number;
}

/** Every account of the cloud has a basic protection of 2 Gbit/s. */
const BASIC_PROTECTION_BITS = 2e9;

/** Customers of the shop and of the brokerage come through a firewall; partners of the shop do not: a finding. */
function addresses(
  name: string,
  app: App,
  plan: Pick<AddressPlan, "packageId" | "behind" | "usage">,
): Instance<AddressPlan> {
  const ids = Object.keys(plan.behind);
  return {
    name,
    app,
    members: [...(plan.packageId === null ? [] : [plan.packageId]), ...ids].map((id) => ({ id, zone: null })),
    cluster: name,
    plan: { ...plan, protectedBits: BASIC_PROTECTION_BITS },
    inFrontOf: Object.values(plan.behind).flatMap((part) => (part === null ? [] : [{ part }])),
  };
}

export const eipFleet: readonly Instance<AddressPlan>[] = [
  addresses("eip-mall", "mall", {
    packageId: "bwp-mall",
    behind: {
      "eip-mall-a": "clb-mall-a",
      "eip-mall-b": "clb-mall-b",
      "eip-pay-a": "clb-pay-a",
      "eip-pay-b": "clb-pay-b",
    },
    usage: 0.55,
  }),
  addresses("eip-partner", "mall", {
    packageId: null,
    behind: { "eip-partner-a": "clb-partner-a" },
    usage: 0.4,
  }),
  addresses("eip-nat-mall", "mall", { packageId: null, behind: { "eip-nat-mall-a": null }, usage: 0.3 }),
  addresses("eip-broker", "brokerage", {
    packageId: "bwp-broker",
    behind: { "eip-broker-a": "clb-broker-a", "eip-broker-b": "clb-broker-b" },
    usage: 0.5,
  }),
  addresses("eip-nat-broker", "brokerage", {
    packageId: null,
    behind: { "eip-nat-broker-a": null },
    usage: 0.3,
  }),
];
