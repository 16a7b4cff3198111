import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { newServed, serve } from "@/lib/simulator/queueing";
import { CALL_BUCKETS, REQUEST_BUCKETS } from "../views";

/** What a node's kubelet, proxy and agents ask for in a second. Our choice, as clusters of some dozen nodes show. */
const REQUESTS_PER_NODE = 4;
/** Leases, statuses and events; the rest reads. Our choice. */
const WRITE_SHARE = 0.35;
/** What the control plane is bought for: it is busy for this share. */
const USAGE = 0.2;
const CORES = 8;
/** kube-apiserver `--max-requests-inflight`: past it, it answers 429. */
const IN_FLIGHT_MAX = 400;
const READ_S = 0.006;
/** A write is in the log of a majority: one disk flush and one round trip between zones. */
const COMMIT_S = 0.004;
/** etcd `--heartbeat-interval`: a leader whose disk takes longer misses beats. */
const HEARTBEAT_S = 0.1;
/** A leader with a disk that takes a second loses its role about so often. Our choice. */
const ELECTION_EVERY_S = 30;
/** Nobody takes writes meanwhile: etcd `--election-timeout`. */
const ELECTION_S = 1;

/** What acts on the control plane now. */
export interface ControlPlaneFx {
  apiDown: number;
  load: number;
  etcdDelayS: number;
  quorumLost: number;
  spaceTaken: number;
  certificateEnded: number;
}

/** The API servers of a cluster and the etcd behind them. */
export class ApiServer {
  readonly state = {
    up: 1,
    ok: 0,
    refused: 0,
    failed: 0,
    inFlight: 0,
    backlog: 0,
    leaderChanges: 0,
    latency: newHistogram(REQUEST_BUCKETS),
    commits: newHistogram(CALL_BUCKETS),
  };
  private readonly served = newServed();
  private readonly latency = newLatency(READ_S);
  private readonly commit = newLatency(COMMIT_S);

  constructor(
    private readonly fx: ControlPlaneFx,
    private readonly nodes: number,
  ) {}

  /** Whether it answers health checks, which ask etcd too. */
  get up(): boolean {
    const { fx } = this;
    return fx.apiDown + fx.certificateEnded + fx.quorumLost === 0;
  }

  /** Whether anything in the cluster can be changed. */
  get writes(): boolean {
    return this.up && this.fx.spaceTaken < 1;
  }

  /** @param extra requests a second beside the ordinary ones; @param rejected those that admission refused. */
  step(extra: number, rejected: number, dtS: number): void {
    const { state, fx, served, latency, commit } = this;
    state.up = this.up ? 1 : 0;
    const ordinary = REQUESTS_PER_NODE * this.nodes;
    const capacity = ordinary / USAGE;
    const perS = ordinary + extra + fx.load * capacity;
    // Without a valid certificate no connection comes about, so there is no request to count.
    if (fx.certificateEnded > 0) {
      state.inFlight = state.backlog = 0;
      return;
    }
    if (fx.apiDown > 0) {
      state.failed += perS * dtS;
      state.inFlight = state.backlog = 0;
      return;
    }
    serve(perS, capacity, CORES, IN_FLIGHT_MAX / capacity, state.backlog, dtS, served);
    state.backlog = served.backlog;
    const elections = fx.etcdDelayS > HEARTBEAT_S ? fx.etcdDelayS / ELECTION_EVERY_S : 0;
    state.leaderChanges += elections * dtS;
    const lostWrites = this.writes ? Math.min(1, elections * ELECTION_S) : 1;
    const n = perS * dtS;
    const answered = n * (1 - served.failed);
    const refused = Math.min(answered, rejected);
    const failed = (answered - refused) * WRITE_SHARE * lostWrites;
    state.refused += n * served.failed + refused;
    state.failed += failed;
    state.ok += answered - refused - failed;

    commit.meanS = COMMIT_S + fx.etcdDelayS;
    commit.varianceS2 = (COMMIT_S / 2 + fx.etcdDelayS / 4) ** 2;
    observe(state.commits, CALL_BUCKETS, answered * WRITE_SHARE * (1 - lostWrites), commit);
    latency.meanS = READ_S + served.waitS;
    latency.varianceS2 = latency.meanS ** 2;
    latency.tailShare = WRITE_SHARE;
    latency.tailS = commit.meanS;
    observe(state.latency, REQUEST_BUCKETS, answered - failed, latency);
    state.inFlight = Math.min(
      IN_FLIGHT_MAX,
      (answered / dtS) * (latency.meanS + WRITE_SHARE * latency.tailS),
    );
  }
}
