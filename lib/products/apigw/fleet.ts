import { single, type App, type Instance } from "@/lib/simulator/part";

export interface GatewayPlan {
  nodes: number;
  coresPerNode: number;
  /** Busy share of all nodes at the design peak. */
  usage: number;
  /** Rate limit as a multiple of the design peak. */
  limitRatio: number;
}

const gateway = (name: string, app: App, behind: string, plan: GatewayPlan): Instance<GatewayPlan> => ({
  ...single(name),
  name,
  app,
  plan,
  inFrontOf: [{ part: behind }],
});

export const apigwFleet: readonly Instance<GatewayPlan>[] = [
  gateway("apigw-mall", "mall", "gateway", {
    nodes: 24,
    coresPerNode: 2,
    usage: 0.5,
    limitRatio: 1.3,
  }),
  gateway("apigw-broker", "brokerage", "broker-gateway", {
    nodes: 12,
    coresPerNode: 2,
    usage: 0.48,
    limitRatio: 1.3,
  }),
];
