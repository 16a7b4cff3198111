import { REQUEST_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import { TICK_S } from "../constants";
import { addCalls, newDependencies, reset, type Call, type Dependencies } from "../dependencies";
import { newHistogram, newLatency, observe, observeFailures, type Histogram, type Latency } from "../latency";
import type { ScenarioPlan } from "../plan";
import { SeriesOf, type WorldSeries } from "../series";
import type { Clb } from "./clb";
import type { Service } from "./tke";

/** Requests that fail with nothing broken: a shopper goes away, a card is refused, a form is wrong. */
const ORDINARY_FAILURES: Readonly<Record<string, number>> = {
  browse: 0.0002,
  cart: 0.0003,
  order: 0.0006,
  pay: 0.0012,
};
/** From the shopper's device to the balancer and back. */
const LAST_MILE_S = 0.03;
/** Share of the shoppers who met an error and try again at once, and of those who leave while it goes on. Our choice. */
const TRIES_AGAIN = 0.2;
const LEAVES = 0.5;
/** Time constant with which the next step of the funnel feels that an earlier one fails. */
const FUNNEL_S = 30;
/** What a shopper does between two pages: one request every so many seconds. */
const THINK_S = 22;
/** Average basket of duty-free goods in yuan. */
const BASKET_CNY = 860;
/** Steps of a checkout (address, preview, submit, polling for the result) for each order, and for each payment. */
const REQUESTS_PER_ORDER = 18;
const REQUESTS_PER_PAYMENT = 14;

export interface ScenarioState {
  ok: number;
  failed: number;
  latency: Histogram;
  inFlight: number;
  users: number;
  /** Failures a second in the last tick: some of them try again. */
  failuresPerS: number;
  /** Slow average of the share that succeeds: the next step of the funnel gets that much. */
  passes: number;
  okShare: number;
  orders: number;
  amountCny: number;
}

export interface Scenario {
  plan: ScenarioPlan;
  calls: Call[];
  entries: { clb: Clb; share: number }[];
  gateway: Service;
  /** Steps that a shopper comes through before this one. */
  after: Scenario | undefined;
  offered: number;
  dependencies: Dependencies;
  latency: Latency;
  state: ScenarioState;
}

export const newScenario = (
  plan: ScenarioPlan,
  entries: Scenario["entries"],
  gateway: Service,
  calls: Call[],
  after: Scenario | undefined,
): Scenario => ({
  plan,
  calls,
  entries,
  gateway,
  after,
  offered: 0,
  dependencies: newDependencies(),
  latency: newLatency(0.05),
  state: {
    ok: 0,
    failed: 0,
    latency: newHistogram(REQUEST_BUCKETS),
    inFlight: 0,
    users: 0,
    failuresPerS: 0,
    passes: 1,
    okShare: 1,
    orders: 0,
    amountCny: 0,
  },
});

/** Requests a second that shoppers send: what the hour brings, less who left or did not come so far, plus who tries again. */
export function arrive(scenario: Scenario, plannedPerS: number): void {
  const through = scenario.after ? scenario.after.state.passes : 1;
  const stays = 1 - LEAVES * (1 - scenario.state.passes);
  scenario.offered = plannedPerS * through * stays + scenario.state.failuresPerS * TRIES_AGAIN;
}

/** Share of the scenario's traffic that its balancers let through. */
export function entered({ entries }: Scenario): number {
  let through = 0;
  for (const { clb, share } of entries) through += share * (1 - clb.state.failed);
  return through;
}

/** What the application behind the balancers does with a request of this scenario, services as of the last tick. */
export function meet(scenario: Scenario): void {
  const { dependencies, calls, gateway, plan, latency } = scenario;
  reset(dependencies);
  addCalls(dependencies, calls);
  const own = gateway.state;
  const ordinary = ORDINARY_FAILURES[plan.name] ?? 0;
  scenario.state.okShare = (1 - dependencies.failed) * (1 - own.failed) * (1 - ordinary);
  latency.meanS = LAST_MILE_S + own.latency.meanS + dependencies.meanS;
  latency.varianceS2 = (LAST_MILE_S / 2) ** 2 + own.latency.varianceS2 + dependencies.varianceS2;
  latency.tailShare = Math.min(1, own.latency.tailShare + dependencies.tailShare);
  latency.tailS = Math.max(own.latency.tailS, dependencies.tailS);
}

/** Counts the tick where the shopper stands. `basketFactor` is the tick's luck with basket sizes, about 1. */
export function countScenario(scenario: Scenario, basketFactor: number): void {
  const { state, offered, latency, dependencies, plan } = scenario;
  const through = entered(scenario);
  const okShare = through * state.okShare;
  const n = offered * TICK_S;
  const ok = n * okShare;
  const failsAfterS = through < 1 ? 3 : LAST_MILE_S + dependencies.failsAfterS;
  state.ok += ok;
  state.failed += n - ok;
  state.failuresPerS = (offered - ok / TICK_S) * (okShare < 0.99 ? 1 : 0);
  observe(state.latency, REQUEST_BUCKETS, ok, latency);
  observeFailures(state.latency, REQUEST_BUCKETS, n - ok, failsAfterS);
  state.inFlight =
    offered * (okShare * (latency.meanS + latency.tailShare * latency.tailS) + (1 - okShare) * failsAfterS);
  state.users = offered * THINK_S;
  const own = state.passes + ((okShare - state.passes) * TICK_S) / FUNNEL_S;
  state.passes = Math.min(1, own);
  if (plan.name === "order") state.orders += ok / REQUESTS_PER_ORDER;
  if (plan.name === "pay") {
    state.orders += ok / REQUESTS_PER_PAYMENT;
    state.amountCny += (ok / REQUESTS_PER_PAYMENT) * BASKET_CNY * basketFactor;
  }
}

export function businessSeries({ state, plan }: Scenario, labels: Labels): WorldSeries[] {
  const series = new SeriesOf({ ...labels, scenario: plan.name })
    .always("business_up", () => (state.okShare > 0 ? 1 : 0))
    .counter("business_requests_total", () => state.ok, { outcome: "ok" })
    .counter("business_requests_total", () => state.failed, { outcome: "error" })
    .histogram("business_request_duration_seconds", REQUEST_BUCKETS, state.latency)
    .gauge("business_requests_in_flight", () => state.inFlight)
    .counter("business_active_users", () => state.users);
  if (plan.name === "order") series.counter("business_orders_total", () => state.orders);
  if (plan.name === "pay")
    series
      .counter("business_paid_orders_total", () => state.orders)
      .counter("business_paid_amount_cny_total", () => state.amountCny);
  return series.all;
}
