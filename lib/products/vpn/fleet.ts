import { numbered, type App, type Instance, type UsedBy, type Zone } from "@/lib/simulator/part";

export interface TunnelsPlan {
  bandwidthBytes: number;
  /** Share of it that people and copies take beside the calls. */
  backgroundRatio: number;
  /** Over the Internet to the other end and back. */
  roundTripS: number;
  authentication: "certificate" | "shared-key";
  /** How long the keys of a tunnel last. */
  rekeyS: number;
  callOutBytes: number;
  callInBytes: number;
}

function tunnels(
  name: string,
  app: App,
  zones: readonly Zone[],
  plan: Partial<TunnelsPlan>,
  usedBy: readonly UsedBy[],
): Instance<TunnelsPlan> {
  return {
    name,
    app,
    members: numbered(name, zones),
    cluster: name,
    plan: {
      bandwidthBytes: 12.5e6,
      backgroundRatio: 0.08,
      roundTripS: 0.032,
      authentication: "certificate",
      rekeyS: 3_600,
      callOutBytes: 1_500,
      callInBytes: 6_000,
      ...plan,
    },
    usedBy,
  };
}

/** Branches of the brokerage, with a second tunnel; and a partner of the mall's, without one: a finding. */
export const vpnFleet: readonly Instance<TunnelsPlan>[] = [
  tunnels("vpn-branch", "brokerage", ["zone-a", "zone-c"], {}, [
    { by: "broker-query", port: "send", calls: 0.15, critical: true, timeoutS: 5 },
  ]),
  tunnels(
    "vpn-partner",
    "mall",
    ["zone-b"],
    { authentication: "shared-key", bandwidthBytes: 2.5e6, roundTripS: 0.045 },
    [{ by: "inventory", port: "send", calls: 0.1, critical: false }],
  ),
];
