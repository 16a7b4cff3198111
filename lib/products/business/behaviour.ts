import { REQUEST_BUCKETS } from "../views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "../types";
import { newDownstream, meet, type Port } from "@/lib/simulator/graph";
import { countRequests, newLatency, newMeter } from "@/lib/simulator/latency";
import { loadRatio, marketLoad } from "@/lib/simulator/load";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import { normal, wander } from "@/lib/simulator/rng";
import { SeriesOf, type WorldSeries } from "@/lib/simulator/series";
import { businessFleet, type ScenarioPlan } from "./fleet";

/** From the customer's device to the edge and back. */
const LAST_MILE_S = 0.03;
/** Share of the customers who met an error and try again at once, and of those who leave while it goes on. Our choice. */
const TRIES_AGAIN = 0.2;
const LEAVES = 0.5;
/** Time constant with which the next step of the funnel feels that an earlier one fails. */
const FUNNEL_S = 30;
/** What a customer does between two pages: one request every so many seconds. */
const THINK_S = 22;
/** Traffic wanders by so much within an hour and within minutes: our choice, from the look of real shops. */
const HOUR_WANDER = 0.05;
const MINUTES_WANDER = 0.03;
/** Positions of the generator are counted in these, whatever the length of a tick. */
const POSITION_MS = 5_000;
/** Baskets of many customers average out; what is left of one tick. */
const BASKET_SPREAD = 0.04;

class ScenarioPart extends Part {
  override readonly state = {
    meter: newMeter(REQUEST_BUCKETS),
    inFlight: 0,
    users: 0,
    /** Failures a second in the last tick: some of them try again. */
    failuresPerS: 0,
    /** Slow average of the share that succeeds: the next step of the funnel gets that much. */
    passes: 1,
    okShare: 1,
    orders: 0,
    payments: 0,
    amountCny: 0,
  };
  readonly members;
  private readonly plan: ScenarioPlan;
  private readonly enter: Port;
  private readonly downstream = newDownstream();
  private readonly latency = newLatency(0.05);
  private before: ScenarioPart | undefined;
  /** Stream of the generator: no two scenarios, and no two copies of one, share their luck. */
  private readonly stream: number;
  private readonly common: number;

  constructor(instance: Instance<ScenarioPlan>, site: Site, index: number) {
    super(instance, site);
    this.plan = instance.plan;
    this.enter = this.open("enter");
    this.common = (site.cell + 1) * 100 + (instance.app === "mall" ? 0 : 40);
    this.stream = (site.cell + 1) * 100 + 1 + index;
    this.members = instance.members.map(({ id, zone }) => ({
      id: site.name(id),
      zone,
      spec: { scenario: instance.plan.scenario, successObjectiveRatio: instance.plan.successObjectiveRatio },
      state: {},
      fx: {},
      effects: {},
      series: (labels: Labels) => this.series(labels),
      target: (): TargetState => ({ compared: { up: this.state.okShare > 0 }, detail: {} }),
    }));
  }

  override wire(find: FindPart): void {
    const { after } = this.plan;
    const before = after === null ? undefined : find(after);
    if (before instanceof ScenarioPart) this.before = before;
  }

  override atDesignPeak(): void {
    this.enter.offered = this.plan.peakPerS * this.plan.designPeakRatio;
  }

  /** Noise enters here, at the arrivals, and nowhere else. */
  private arriving({ t, seed, promotions, dtS }: Tick): number {
    const position = t / POSITION_MS;
    const load = this.app === "mall" ? loadRatio(t, promotions) : marketLoad(t);
    const mean =
      this.plan.peakPerS *
      load *
      (1 +
        wander(seed, this.common, position, 720) * HOUR_WANDER +
        wander(seed, this.stream, position, 60) * MINUTES_WANDER);
    // Arrivals of independent people are Poisson: the spread of a count is its square root.
    const spread = Math.sqrt(Math.max(0, mean) / dtS) * normal(seed, this.stream + 50, position);
    return Math.max(0, mean + spread);
  }

  /** What the hour brings, less who left or did not come so far, plus who tries again. */
  override begin(tick: Tick): void {
    const { passes, failuresPerS } = this.state;
    const through = this.before ? this.before.state.passes : 1;
    const stays = 1 - LEAVES * (1 - passes);
    this.enter.offered = this.arriving(tick) * through * stays + failuresPerS * TRIES_AGAIN;
  }

  /** Counts the tick where the customer stands. */
  override step({ t, seed, dtS }: Tick): void {
    const { state, latency, plan } = this;
    const { offered } = this.enter;
    const behind = meet(this.enter, this.downstream);
    state.okShare = (1 - behind.failed) * (1 - plan.ordinaryFailures);
    latency.meanS = LAST_MILE_S + behind.meanS;
    latency.varianceS2 = (LAST_MILE_S / 2) ** 2 + behind.varianceS2;
    latency.tailShare = behind.tailShare;
    latency.tailS = behind.tailS;
    const failsAfterS = LAST_MILE_S + behind.failsAfterS;
    const n = offered * dtS;
    const ok = n * state.okShare;
    countRequests(state.meter, REQUEST_BUCKETS, n, 1 - state.okShare, latency, failsAfterS);
    state.failuresPerS = offered * (1 - state.okShare) * (state.okShare < 0.99 ? 1 : 0);
    state.inFlight =
      offered *
      (state.okShare * (latency.meanS + latency.tailShare * latency.tailS) +
        (1 - state.okShare) * failsAfterS);
    state.users = offered * THINK_S;
    state.passes = Math.min(1, state.passes + (state.okShare - state.passes) * settled(dtS, FUNNEL_S));
    if (plan.requestsPerOrder !== null) state.orders += ok / plan.requestsPerOrder;
    if (plan.requestsPerPayment === null) return;
    const luck = 1 + BASKET_SPREAD * normal(seed, this.common + 90, t / POSITION_MS);
    state.payments += ok / plan.requestsPerPayment;
    state.amountCny += (ok / plan.requestsPerPayment) * plan.amountCny * luck;
  }

  private series(labels: Labels): WorldSeries[] {
    const { state, plan } = this;
    const series = new SeriesOf({ ...labels, scenario: plan.scenario })
      .always("business_up", () => (state.okShare > 0 ? 1 : 0))
      .counter("business_requests_total", () => state.meter.ok, { outcome: "ok" })
      .counter("business_requests_total", () => state.meter.failed, { outcome: "error" })
      .histogram("business_request_duration_seconds", REQUEST_BUCKETS, state.meter.latency)
      .gauge("business_requests_in_flight", () => state.inFlight)
      .counter("business_active_users", () => state.users);
    if (plan.requestsPerOrder !== null) series.counter("business_orders_total", () => state.orders);
    if (plan.requestsPerPayment !== null)
      series
        .counter("business_paid_orders_total", () => state.payments)
        .counter("business_paid_amount_cny_total", () => state.amountCny);
    return series.all;
  }
}

export const behaviour = defineBehaviour("business", businessFleet, (instance, site) => {
  const index = businessFleet.indexOf(instance);
  return new ScenarioPart(instance, site, index);
});
