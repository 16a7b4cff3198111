import { single, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

export interface TranslatorPlan {
  /** Public addresses that it translates to; each has its own source ports. */
  addresses: number;
  /** Whether a second node stands by. */
  standby: boolean;
  bandwidthBytes: number;
  /** Connections a second of machines that fetch updates and send logs. */
  backgroundPerS: number;
  zone: Zone;
}

const translator = (
  name: string,
  app: App,
  plan: TranslatorPlan,
  usedBy: readonly UsedBy[],
): Instance<TranslatorPlan> => ({
  ...single(name, plan.zone),
  name,
  app,
  plan,
  usedBy,
  uses: [{ port: "connect", part: `eip-${name}`, of: "send", calls: 1, critical: true }],
});

/** Half of the payments go to wallets over the Internet. Finding: the brokerage's gateway has no standby. */
export const natFleet: readonly Instance<TranslatorPlan>[] = [
  translator(
    "nat-mall",
    "mall",
    { addresses: 1, standby: true, bandwidthBytes: 25e6, backgroundPerS: 30, zone: "zone-a" },
    [
      { by: "pay", port: "connect", calls: 0.5, critical: true },
      { by: "notify", port: "connect", calls: 0.1, critical: false },
    ],
  ),
  translator(
    "nat-broker",
    "brokerage",
    { addresses: 1, standby: false, bandwidthBytes: 12.5e6, backgroundPerS: 20, zone: "zone-a" },
    [{ by: "account", port: "connect", calls: 0.1, critical: false }],
  ),
];
