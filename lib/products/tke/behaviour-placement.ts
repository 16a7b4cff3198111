import type { NodePool } from "../tke_node/behaviour";

/** A container starts and passes its readiness probe. */
export const START_S = 20;

/** A pod on its way: it will be at `place` and ready in `readyInS`. */
interface Starting {
  place: number;
  readyInS: number;
  /** Seconds since it was asked for. */
  ageS: number;
  /** The place whose pod it takes over when it is ready; -1: nobody's. */
  replaces: number;
}

/** Where the pods of a workload are. Plain JSON. */
export interface PlacementState {
  /** Running pods by node of the zone; last, those on added nodes. */
  pods: number[];
  starting: Starting[];
  /** Created pods that no node was found for, and for how long. */
  pending: number;
  pendingForS: number;
  /** 1 while some pod is not where it belongs. */
  displaced: number;
  /** Pods that run or come, without those that replace another. */
  total: number;
}

export const newPlacement = (home: readonly number[]): PlacementState => ({
  pods: [...home, 0],
  starting: [],
  pending: 0,
  pendingForS: 0,
  displaced: 0,
  total: home.reduce((sum, pods) => sum + pods, 0),
});

/**
 * Keeps a workload's pods on nodes: as many as are desired, off nodes that are lost, pressed or drained, home when all is
 * well. What needs the control plane waits while it is down; running pods do not care.
 */
export class Placement {
  constructor(
    readonly state: PlacementState,
    private readonly pool: NodePool,
    /** Where its pods belong at rest, by node. */
    private readonly home: readonly number[],
    /** Cores that a pod requests. */
    private readonly cores: number,
    /** It requests nothing, so the kubelet takes it off first. */
    private readonly bestEffort: boolean,
  ) {}

  /** Nothing to look at: every pod is at home, on nodes that are well. */
  steady(desired: number): boolean {
    const { state, pool } = this;
    return pool.state.calm === 1 && state.displaced === 0 && state.total === desired;
  }

  /** @param imagesCome false: containers that start now wait for their image. */
  step(desired: number, imagesCome: boolean, dtS: number): void {
    if (this.steady(desired)) return;
    const { state, pool, home } = this;
    this.advance(imagesCome, dtS);
    this.takeOff();
    this.count();
    this.adjust(desired, dtS);
    this.schedule();
    state.pendingForS = state.pending > 0 ? state.pendingForS + dtS : 0;
    const settledNow = state.starting.length === 0 && state.pending === 0 && state.total === desired;
    const atRest = settledNow && desired === home.reduce((sum, pods) => sum + pods, 0);
    // A rolling move: the new pod is ready before the old one goes, so nothing is lost.
    if (pool.state.calm === 1 && atRest) state.pods = [...home, 0];
    const away = atRest && state.pods.some((pods, place) => pods !== (home[place] ?? 0));
    state.displaced = !settledNow || away ? 1 : 0;
  }

  /** What starts comes nearer, as far as its node lets it. */
  private advance(imagesCome: boolean, dtS: number): void {
    const { state, pool } = this;
    const { plane } = pool;
    const left: Starting[] = [];
    for (const start of state.starting) {
      const node = pool.all[start.place];
      start.ageS += dtS;
      // A pod on a lost node is one that is missing again.
      if (node?.lost) continue;
      if (imagesCome && (!node || node.starts)) start.readyInS -= dtS;
      if (start.readyInS > 0) {
        left.push(start);
        continue;
      }
      state.pods[start.place] = (state.pods[start.place] ?? 0) + 1;
      if (start.replaces >= 0)
        state.pods[start.replaces] = Math.max(0, (state.pods[start.replaces] ?? 0) - 1);
      plane.countStart(start.ageS);
    }
    state.starting = left;
  }

  /** Pods leave nodes that are lost, short of something, or being drained. */
  private takeOff(): void {
    const { state, pool } = this;
    const { writes } = pool.plane;
    for (const [j, node] of pool.all.entries()) {
      let here = state.pods[j] ?? 0;
      if (here === 0) continue;
      if (node.lost && writes) {
        node.state.evictions += here;
        state.pods[j] = 0;
        continue;
      }
      for (; here > 0 && node.evictsOne(this.bestEffort); here--) {
        node.state.evictions += 1;
        state.pods[j] = here - 1;
      }
      if (node.fx.drained > 0 && writes) this.replace(j);
    }
  }

  /** One at a time, as a disruption budget wants it: the new pod first. */
  private replace(j: number): void {
    const { state, pool, cores } = this;
    if (state.starting.some(({ replaces }) => replaces === j) || !pool.plane.creates) return;
    const to = this.emptiest();
    if (to < 0) return;
    pool.book(to, cores);
    state.starting.push({ place: to, readyInS: START_S, ageS: 0, replaces: j });
  }

  private count(): void {
    const { state } = this;
    let total = state.pending;
    for (const pods of state.pods) total += pods;
    for (const { replaces } of state.starting) if (replaces < 0) total += 1;
    state.total = total;
  }

  /** The controller creates what is missing and deletes what is too much. */
  private adjust(desired: number, dtS: number): void {
    const { state, pool } = this;
    const { plane } = pool;
    const missing = desired - state.total;
    if (missing > 0) {
      if (plane.creates) {
        state.pending += missing;
        state.total = desired;
      } else plane.countRefused(missing, dtS);
    }
    if (!plane.writes) return;
    for (; state.total > desired; state.total--) this.remove();
  }

  private remove(): void {
    const { state } = this;
    if (state.pending > 0) {
      state.pending -= 1;
      return;
    }
    const starting = state.starting.findIndex(({ replaces }) => replaces < 0);
    if (starting >= 0) {
      state.starting.splice(starting, 1);
      return;
    }
    const from = this.fullest();
    state.pods[from] = Math.max(0, (state.pods[from] ?? 0) - 1);
  }

  /** The place with most pods beyond those that belong there: added nodes first, as none belong there. */
  private fullest(): number {
    const { state, home, pool } = this;
    if ((state.pods[pool.addedPlace] ?? 0) > 0) return pool.addedPlace;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < state.pods.length; place++) {
      const pods = state.pods[place] ?? 0;
      const extra = pods - (home[place] ?? 0);
      if (pods > 0 && extra > most) {
        best = place;
        most = extra;
      }
    }
    return best;
  }

  private schedule(): void {
    const { state, pool, cores } = this;
    if (!pool.plane.schedules) return;
    for (; state.pending > 0; state.pending--) {
      const to = this.emptiest();
      if (to < 0) return;
      pool.book(to, cores);
      state.starting.push({ place: to, readyInS: START_S, ageS: state.pendingForS, replaces: -1 });
    }
  }

  /** Where there is room: few pods of its own first, as they should not die together, then the emptiest. */
  private emptiest(): number {
    const { state, pool, cores } = this;
    let best = -1;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let place = 0; place <= pool.addedPlace; place++) {
      if (!pool.hasRoom(place, cores)) continue;
      let load = (state.pods[place] ?? 0) + pool.fullness(place);
      for (const start of state.starting) if (start.place === place) load += 1;
      if (load < bestLoad) {
        best = place;
        bestLoad = load;
      }
    }
    return best;
  }
}
