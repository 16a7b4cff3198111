/** Horizontal autoscaler: `--horizontal-pod-autoscaler-sync-period`; the metrics server scrapes as often. */
const SYNC_S = 15;
/** CPU usage that it aims at. Our choice: above what the plan shows at the design peak, below where waiting sets in. */
const TARGET = 0.75;
/** `--horizontal-pod-autoscaler-tolerance`. */
const TOLERANCE = 0.1;
/** Default scale-up policy: in 15 s to the double, or by four pods, whichever is more. */
const UP_PODS = 4;
/** Default `stabilizationWindowSeconds` of scaling down: the highest recommendation of the last five minutes counts. */
const DOWN_WINDOW_S = 300;

/** Plain JSON. */
export interface AutoscalerState {
  /** Pods that it asks for. */
  wanted: number;
  /** CPU usage as it was when the metrics server last looked: what it decides by is one scrape old. */
  seen: number;
  sinceSyncS: number;
  /** For how long every recommendation was below `wanted`, and the highest of them. */
  lowForS: number;
  lowMost: number;
  ups: number;
  downs: number;
}

export const newAutoscaler = (pods: number): AutoscalerState => ({
  wanted: pods,
  seen: 0,
  sinceSyncS: 0,
  lowForS: 0,
  lowMost: 0,
  ups: 0,
  downs: 0,
});

/** @see Kubernetes, "Horizontal Pod Autoscaling", algorithm details: ceil(pods · usage / target) outside a tolerance. */
function recommend(ready: number, usage: number, wanted: number): number {
  const ratio = usage / TARGET;
  return Math.abs(ratio - 1) <= TOLERANCE ? wanted : Math.ceil(ready * ratio);
}

/** One tick. It acts at its syncs only, and nobody waits for it. */
export function stepAutoscaler(
  state: AutoscalerState,
  ready: number,
  usage: number,
  min: number,
  max: number,
  dtS: number,
): void {
  state.sinceSyncS += dtS;
  if (state.lowMost > 0) state.lowForS += dtS;
  if (state.sinceSyncS < SYNC_S) return;
  const syncs = Math.max(1, Math.floor(state.sinceSyncS / SYNC_S));
  state.sinceSyncS = 0;
  const wanted = recommend(ready, state.seen, state.wanted);
  state.seen = usage;
  if (wanted > state.wanted) {
    // As many steps up as syncs fit into a long tick.
    const most = Math.max(state.wanted * 2 ** syncs, state.wanted + UP_PODS * syncs);
    const next = Math.min(max, wanted, most);
    if (next > state.wanted) state.ups += 1;
    state.wanted = Math.max(state.wanted, next);
  }
  if (wanted >= state.wanted || state.wanted <= min) {
    state.lowForS = state.lowMost = 0;
    return;
  }
  state.lowMost = Math.max(state.lowMost, Math.max(min, wanted));
  if (state.lowForS < DOWN_WINDOW_S) return;
  state.wanted = state.lowMost;
  state.downs += 1;
  state.lowForS = state.lowMost = 0;
}
