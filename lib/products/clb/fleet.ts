import { single, type Instance, type Zone } from "@/lib/simulator/part";

export interface BalancerPlan {
  /** The zone it serves from, then the standby, if it has one. */
  zones: readonly Zone[];
  connectionsMax: number;
  /** Days from the start of the history until its certificate ends. */
  certificateDays: number;
}

/** Shares of the traffic by scenario. */
type Shares = Readonly<Record<string, number>>;

const balancer = (
  name: string,
  app: Instance["app"],
  behind: string,
  share: Shares,
  plan: BalancerPlan,
): Instance<BalancerPlan> => ({
  ...single(name, plan.zones[0]),
  name,
  app,
  plan,
  inFrontOf: [{ part: behind, share }],
});

const mall = (share: number): Shares => ({ "mall-browse": share, "mall-cart": share, "mall-order": share });

/** Findings: `clb-partner-a` has no standby zone, and certificates end soon, those of payment among them. */
export const clbFleet: readonly Instance<BalancerPlan>[] = [
  balancer("clb-mall-a", "mall", "gateway", mall(0.48), {
    zones: ["zone-a", "zone-b"],
    connectionsMax: 200_000,
    certificateDays: 240,
  }),
  balancer("clb-mall-b", "mall", "gateway", mall(0.48), {
    zones: ["zone-b", "zone-a"],
    connectionsMax: 200_000,
    certificateDays: 240,
  }),
  balancer(
    "clb-pay-a",
    "mall",
    "gateway",
    { "mall-pay": 0.5 },
    {
      zones: ["zone-a", "zone-b"],
      connectionsMax: 20_000,
      certificateDays: 36,
    },
  ),
  balancer(
    "clb-pay-b",
    "mall",
    "gateway",
    { "mall-pay": 0.5 },
    {
      zones: ["zone-b", "zone-a"],
      connectionsMax: 20_000,
      certificateDays: 36,
    },
  ),
  balancer("clb-partner-a", "mall", "gateway", mall(0.04), {
    zones: ["zone-a"],
    connectionsMax: 10_000,
    certificateDays: 24,
  }),
];
