import { REQUEST_BUCKETS } from "@/lib/products/views";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { TICK_S } from "../constants";
import { newHistogram, observe, observeFailures, type Latency } from "../latency";
import type { BalancerPlan } from "../plan";
import { SeriesOf, type WorldSeries } from "../series";

/** Three failed probes five seconds apart, then the switch itself: within the 30 s of the cross-zone target. */
const SWITCH_AFTER_S = 20;
/** How long a browser keeps its connection open after the last answer: nginx' `keepalive_timeout` of our gateway. */
const KEEPALIVE_S = 15;
/** A page with its pictures mostly comes from a CDN; this is the average answer of an API call. */
const ANSWER_BYTES = 14_000;
const REQUEST_BYTES = 900;
const REQUESTS_PER_CONNECTION = 8;
/** A browser waits this long for a connection that nobody accepts before the next attempt of its own. */
const FAILS_AFTER_S = 3;

export interface ClbState {
  /** Index in the plan's zones that it serves from. */
  active: number;
  /** Index of the zone that is lost, -1 for none. It is fixed when the fault begins. */
  lost: number;
  lostForS: number;
  switches: number;
  requestsOk: number;
  requestsFailed: number;
  connections: number;
  opened: number;
  bytesIn: number;
  bytesOut: number;
  backends: number;
  failed: number;
  latency: ReturnType<typeof newHistogram>;
}

export interface Clb {
  plan: BalancerPlan;
  state: ClbState;
  fx: { zoneDown: number };
}

export const newClb = (plan: BalancerPlan): Clb => ({
  plan,
  state: {
    active: 0,
    lost: -1,
    lostForS: 0,
    switches: 0,
    requestsOk: 0,
    requestsFailed: 0,
    connections: 0,
    opened: 0,
    bytesIn: 0,
    bytesOut: 0,
    backends: 0,
    failed: 0,
    latency: newHistogram(REQUEST_BUCKETS),
  },
  fx: { zoneDown: 0 },
});

/** Moves the balancer to its standby zone some seconds after it lost the one it serves from. */
export function stepClbZone({ state, fx, plan }: Clb): void {
  if (fx.zoneDown > 0) {
    if (state.lost < 0) state.lost = state.active;
  } else state.lost = -1;
  if (state.lost !== state.active) {
    state.lostForS = 0;
    state.failed = 0;
    return;
  }
  state.failed = 1;
  state.lostForS += TICK_S;
  if (state.lostForS > SWITCH_AFTER_S && plan.zones.length > 1) {
    state.active = 1 - state.active;
    state.switches += 1;
    state.lostForS = 0;
    state.failed = 0;
  }
}

/**
 * Counts the tick's traffic.
 *
 * @param perS requests a second that reach it.
 * @param okShare share of them that the application behind answers well.
 * @param failsAfterS how long a failed one takes there.
 */
export function countClb(
  { state }: Clb,
  perS: number,
  okShare: number,
  latency: Latency,
  failsAfterS: number,
  backends: number,
): void {
  const n = perS * TICK_S;
  const ok = n * (1 - state.failed) * okShare;
  state.requestsOk += ok;
  state.requestsFailed += n - ok;
  observe(state.latency, REQUEST_BUCKETS, ok, latency);
  observeFailures(state.latency, REQUEST_BUCKETS, n - ok, state.failed > 0 ? FAILS_AFTER_S : failsAfterS);
  const opened = n / REQUESTS_PER_CONNECTION;
  state.opened += opened;
  state.connections = state.failed > 0 ? 0 : (opened / TICK_S) * (KEEPALIVE_S + latency.meanS);
  state.bytesIn += n * REQUEST_BYTES;
  state.bytesOut += ok * ANSWER_BYTES;
  state.backends = state.failed > 0 ? 0 : backends;
}

export function clbSeries({ state, plan }: Clb, labels: Labels): WorldSeries[] {
  return new SeriesOf(labels)
    .always("clb_up", () => (state.failed > 0 ? 0 : 1))
    .counter("clb_requests_total", () => state.requestsOk, { code: "2xx" })
    .counter("clb_requests_total", () => state.requestsFailed, { code: "5xx" })
    .histogram("clb_request_duration_seconds", REQUEST_BUCKETS, state.latency)
    .gauge("clb_connections_active", () => Math.round(state.connections))
    .gauge("clb_connections_max", () => plan.connectionsMax)
    .counter("clb_connections_opened_total", () => state.opened)
    .counter("clb_receive_bytes_total", () => state.bytesIn)
    .counter("clb_transmit_bytes_total", () => state.bytesOut)
    .gauge("clb_backends_healthy", () => state.backends)
    .counter("clb_zone_switches_total", () => state.switches).all;
}

export const clbTarget = ({ state, plan }: Clb): TargetState => ({
  compared: { up: state.failed === 0 },
  detail: { zone: plan.zones[state.active] ?? "", zoneSwitches: state.switches },
});
