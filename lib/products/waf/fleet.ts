import { single, type App, type Instance } from "@/lib/simulator/part";

export interface FirewallPlan {
  /** Busy share of the inspection engine at the design peak. */
  usage: number;
  /** Licensed rate as a multiple of the design peak. */
  licensedRatio: number;
  /** Whether requests pass uninspected when the engine is too busy, or are dropped. */
  failOpen: boolean;
  /** Days from the start of the history until its certificate ends. */
  certificateDays: number;
}

const firewall = (name: string, app: App, behind: string, plan: FirewallPlan): Instance<FirewallPlan> => ({
  ...single(name),
  name,
  app,
  plan,
  inFrontOf: [{ part: behind }],
});

/** A shop would rather serve unprotected than not at all; a brokerage would not. */
export const wafFleet: readonly Instance<FirewallPlan>[] = [
  firewall("waf-mall", "mall", "eip-mall", {
    usage: 0.45,
    licensedRatio: 1.6,
    failOpen: true,
    certificateDays: 75,
  }),
  firewall("waf-broker", "brokerage", "eip-broker", {
    usage: 0.4,
    licensedRatio: 1.5,
    failOpen: false,
    certificateDays: 50,
  }),
];
