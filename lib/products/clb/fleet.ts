import { single, type App, type Instance, type Zone } from "@/lib/simulator/part";

export interface BalancerPlan {
  /** The zone it serves from, then the standby, if it has one. */
  zones: readonly Zone[];
  connectionsMax: number;
  /** Days from the start of the history until its certificate ends. */
  certificateDays: number;
}

/** Shares of the traffic by scenario. */
type Shares = Readonly<Record<string, number>>;

const balancer = (name: string, app: App, share: Shares, plan: BalancerPlan): Instance<BalancerPlan> => ({
  ...single(name, plan.zones[0]),
  name,
  app,
  plan,
  inFrontOf: [{ part: app === "mall" ? "apigw-mall" : "apigw-broker", share }],
});

const mall = (share: number): Shares => ({ "mall-browse": share, "mall-cart": share, "mall-order": share });
const pay: Shares = { "mall-pay": 0.5 };
const broker: Shares = {
  "broker-quote": 0.5,
  "broker-query": 0.5,
  "broker-trade": 0.5,
  "broker-fund": 0.5,
  "broker-login": 0.5,
};

/** Findings: `clb-partner-a` has no standby zone, and certificates end soon, those of payment among them. */
export const clbFleet: readonly Instance<BalancerPlan>[] = [
  balancer("clb-mall-a", "mall", mall(0.48), {
    zones: ["zone-a", "zone-b"],
    connectionsMax: 200_000,
    certificateDays: 240,
  }),
  balancer("clb-mall-b", "mall", mall(0.48), {
    zones: ["zone-b", "zone-a"],
    connectionsMax: 200_000,
    certificateDays: 240,
  }),
  balancer("clb-pay-a", "mall", pay, {
    zones: ["zone-a", "zone-b"],
    connectionsMax: 20_000,
    certificateDays: 36,
  }),
  balancer("clb-pay-b", "mall", pay, {
    zones: ["zone-b", "zone-a"],
    connectionsMax: 20_000,
    certificateDays: 36,
  }),
  balancer("clb-partner-a", "mall", mall(0.04), {
    zones: ["zone-a"],
    connectionsMax: 10_000,
    certificateDays: 24,
  }),
  balancer("clb-broker-a", "brokerage", broker, {
    zones: ["zone-a", "zone-c"],
    connectionsMax: 100_000,
    certificateDays: 180,
  }),
  balancer("clb-broker-b", "brokerage", broker, {
    zones: ["zone-c", "zone-a"],
    connectionsMax: 100_000,
    certificateDays: 180,
  }),
];
