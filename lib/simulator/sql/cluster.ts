import type { UnixMs } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import type { TargetState } from "@/lib/products/types";
import { meet, newDownstream, type Port } from "../graph";
import { newLatency, type Latency } from "../latency";
import { Part, type Instance, type Member, type Site, type Tick } from "../part";
import type { WorldSeries } from "../series";
import { insertRows, newCare, stepBackup, stepData } from "./care";
import { sqlEffects } from "./effects";
import { CONNECT_TIMEOUT_S, mixInto, PATIENCE_S, type SqlNode } from "./node";
import { sqlSpec, type SqlPlan } from "./plan";

/** How quickly an engine and its manager act. Sources stand where each product sets them. */
export interface SqlPolicy {
  /** Seconds without a primary until another one is chosen; more when it is in another zone. */
  electAfterS: number;
  electAcrossZonesS: number;
  /** Seconds from then on until the address points at it. */
  moveAddressS: number;
  moveAddressAcrossZonesS: number;
  /** Seconds that writes are held during a switch by hand. */
  switchS: number;
  /** Seconds until a lost node is replaced, and until a machine that merely starts again has recovered its log. */
  rebuildAfterS: number;
  restartS: number;
  /** Seconds to bring a dropped table back. */
  restoreS: number;
  /** Share of the reads that may be a moment old, so that copies may answer them; with a read-only group more are sent there. */
  copyReads: number;
  readOnlyGroupReads: number;
  /** Copies that are further behind are not read from while another one is in time. */
  readLagMaxS: number;
  /** Row locks that are met a second of work in ordinary times, as the engine counts them. */
  lockWaitsPerS: number;
}

/** Applying a change needs no parsing, planning and locking: our choice of what is left of a write's cost. */
const APPLY_COST_SHARE = 0.4;
/** Of those that wait for a hot row so many find that the other one waits for them too: our choice. */
const DEADLOCK_SHARE = 0.1;

/** A relational database: one node takes writes, the others have copies. */
export abstract class SqlCluster<
  Node extends SqlNode = SqlNode,
  P extends SqlPlan = SqlPlan,
  Own extends object = object,
> extends Part {
  override readonly state;
  readonly nodes: readonly Node[];
  readonly members: readonly Member[];
  readonly plan: P;
  readonly startAt: UnixMs;
  protected readonly read: Port;
  protected readonly write: Port;
  /** Core-seconds of one statement; from the capacity plan. */
  protected costS = 0;
  /** Writes a second at the design peak. */
  writesAtPeak = 1;
  private readonly downstream = newDownstream();
  private readonly copies = newLatency(0.002);

  constructor(
    instance: Instance<P>,
    site: Site,
    protected readonly policy: SqlPolicy,
    faults: readonly { id: string }[],
    own: Own,
    makeNode: (id: string, index: number, readOnly: boolean) => Node,
  ) {
    super(instance, site);
    const { plan, members } = instance;
    this.plan = plan;
    this.startAt = site.startAt;
    this.read = this.open("read");
    this.write = this.open("write");
    this.state = {
      primary: 0,
      /** The node that the address points at. */
      address: 0,
      addressMovesInS: 0,
      lostForS: 0,
      /** Seconds that writes are still held, by a switch. */
      heldForS: 0,
      clock: site.startAt,
      care: newCare(plan, site.startAt),
      own,
    };
    this.nodes = members.map(({ id }, i) => makeNode(site.name(id), i, i >= members.length - plan.readOnly));
    this.members = this.nodes.map((node, i) => {
      const { id, zone, state, fx } = node;
      return {
        id,
        zone,
        spec: { ...sqlSpec(instance, i, site), ...this.ownSpec() },
        state,
        fx,
        effects: { ...sqlEffects(faults, node), ...this.ownEffects(node) },
        series: (labels) => this.series(node, labels),
        target: () => this.target(node),
      };
    });
  }

  protected abstract series(node: Node, labels: Labels): WorldSeries[];
  /** Effects of the faults that only this engine has. */
  protected abstract ownEffects(node: Node): Member["effects"];
  /** What the statements of this tick meet on a node beside its processor. */
  protected abstract shape(node: Node, isPrimary: boolean, tick: Tick): void;
  /** What so many writes a second do: copies, logs, disks. */
  protected abstract replicate(writes: number, tick: Tick): void;

  protected ownSpec(): Member["spec"] {
    return {};
  }
  /** What of the engine's own must be equal before a fault and after its undo. */
  protected ownCompared(_node: Node): TargetState["compared"] {
    return {};
  }
  /** Whether something beside a fault keeps a node down. */
  protected isStopped(_node: Node): boolean {
    return false;
  }
  /** Whether a node that is up may be sent statements. */
  protected isReady(node: Node): boolean {
    return node.state.up === 1;
  }

  /** Whether statements are sent to a node at all: it may be sent some and refuse them. */
  protected isSent(node: Node): boolean {
    return this.isReady(node);
  }

  get primary(): Node | undefined {
    return this.nodes[this.state.primary];
  }

  isPrimary(node: SqlNode): boolean {
    return node.index === this.state.primary;
  }

  /** The strongest of a fault that hits the cluster as a whole, whichever node it named. */
  strongest(of: "cut" | "lost" | "certificate"): number {
    let most = 0;
    for (const { fx } of this.nodes) if (fx[of] > most) most = fx[of];
    return most;
  }

  /** Whether a new connection from the services' network succeeds. */
  isReachable({ state, connectionsMax }: SqlNode): boolean {
    if (state.up === 0 || this.strongest("cut") > 0 || this.strongest("certificate") > 0) return false;
    return state.connections < connectionsMax;
  }

  /** The plan's usage is met by the busiest node at the design peak. */
  override size(): void {
    const { plan, read, write, nodes } = this;
    const copies = nodes.length - 1;
    const share = this.copyShare();
    const readers = plan.readOnly > 0 ? plan.readOnly : Math.max(1, copies);
    const onPrimary = write.offered + read.offered * (1 - share);
    const busiest = Math.max(onPrimary, (read.offered * share) / readers);
    this.costS = (plan.usage * plan.cores) / Math.max(1e-9, busiest);
    this.writesAtPeak = Math.max(1, write.offered);
  }

  private copyShare(): number {
    const { plan, policy, nodes } = this;
    if (plan.readOnly > 0) return policy.readOnlyGroupReads;
    return nodes.length > 1 ? policy.copyReads : 0;
  }

  /** The copy to promote: of the primary's zone before the others, then the one least behind. */
  protected candidate(): Node | undefined {
    const zone = this.primary?.zone;
    let best: Node | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const node of this.nodes) {
      if (node.readOnly || this.isPrimary(node) || !this.isReady(node)) continue;
      const rank = (node.zone === zone ? 0 : 1e6) + node.state.lagS;
      if (rank >= bestRank) continue;
      best = node;
      bestRank = rank;
    }
    return best;
  }

  protected promote(node: Node): void {
    const { state, policy } = this;
    const near = node.zone === this.primary?.zone;
    state.addressMovesInS = near ? policy.moveAddressS : policy.moveAddressAcrossZonesS;
    state.primary = node.index;
    state.lostForS = 0;
    node.state.promotions += 1;
    node.state.lagS = 0;
  }

  /** Liveness, election, switch. */
  override begin(tick: Tick): void {
    const { nodes, state, policy } = this;
    state.clock = tick.t;
    const lost = this.strongest("lost") > 0;
    const before = this.primary;
    const hasPrimary = before !== undefined && before.state.up === 1 && !lost;
    for (const node of nodes) {
      const gone = lost || node.fx.down > 0 || this.isStopped(node);
      const rebuildable = hasPrimary && node !== before && !this.isStopped(node);
      const rebuildAfterS = rebuildable ? policy.rebuildAfterS : Number.POSITIVE_INFINITY;
      if (node.stepLiveness(gone, policy.restartS, rebuildAfterS, tick.dtS)) this.returned(node);
    }
    this.stepRole(tick.dtS);
    stepData(state.care, nodes, policy.restoreS, tick.dtS);
    stepBackup(state.care, this.plan, nodes, tick);
  }

  /** A node has just come back. */
  protected returned(_node: Node): void {}

  private stepRole(dtS: number): void {
    const { state, policy, primary } = this;
    if (!primary) return;
    state.addressMovesInS = Math.max(0, state.addressMovesInS - dtS);
    if (state.addressMovesInS === 0) state.address = state.primary;
    if (this.isReady(primary)) {
      state.lostForS = 0;
      if (primary.fx.switched > 0) this.switchOver(primary);
      return;
    }
    state.lostForS += dtS;
    const next = this.candidate();
    if (!next) return;
    const after = policy.electAfterS + (next.zone === primary.zone ? 0 : policy.electAcrossZonesS);
    if (state.lostForS > after) this.promote(next);
  }

  private switchOver(primary: Node): void {
    const next = this.candidate();
    if (!next) return;
    this.promote(next);
    // Both are well, so the address moves with the role; what is in flight is rolled back.
    this.state.addressMovesInS = 0;
    this.state.address = this.state.primary;
    this.state.heldForS = this.policy.switchS;
    primary.state.backlog = 0;
  }

  /** Whether a node takes part in reading: a copy that is in time, or all copies when none is. */
  private isReader(node: Node, lagMaxS: number, readOnly: boolean): boolean {
    return (
      !this.isPrimary(node) && node.readOnly === readOnly && this.isReady(node) && node.state.lagS <= lagMaxS
    );
  }

  private countReaders(lagMaxS: number, readOnly: boolean): number {
    let readers = 0;
    for (const node of this.nodes) if (this.isReader(node, lagMaxS, readOnly)) readers += 1;
    return readers;
  }

  override step(tick: Tick): void {
    const { nodes, state, read, write, policy, plan } = this;
    const { dtS } = tick;
    const cut = this.strongest("cut") > 0;
    const severed = cut || this.strongest("certificate") > 0;
    // The read-only group first, then the other copies, and those that lag only when nobody else is left.
    const group = plan.readOnly > 0;
    let lagMaxS = policy.readLagMaxS;
    let fromGroup = group;
    let readers = this.countReaders(lagMaxS, fromGroup);
    if (readers === 0 && group) readers = this.countReaders(lagMaxS, (fromGroup = false));
    const primary = this.primary;
    const led = primary !== undefined && this.isSent(primary) && state.address === state.primary;
    if (readers === 0 && !led) {
      lagMaxS = Number.POSITIVE_INFINITY;
      readers = this.countReaders(lagMaxS, (fromGroup = group));
    }
    // A read-only group answers all reads while there is no primary: an old answer is better than none.
    const share = readers === 0 ? 0 : group && !led ? 1 : this.copyShare();
    const served = cut ? 0 : 1;
    let copiesFailed = 0;
    let copiesAfterS = 0;
    let copiesSeen = 0;
    for (const node of nodes) {
      const isPrimary = node === primary;
      const isReader = readers > 0 && this.isReader(node, lagMaxS, fromGroup);
      node.read.clear();
      node.write.clear();
      node.costFactor = 1;
      node.leaked = 0;
      node.severed = severed;
      this.shapeCommon(node, isPrimary, dtS);
      this.shape(node, isPrimary, tick);
      const reads = isPrimary
        ? led
          ? read.offered * (1 - share)
          : 0
        : isReader
          ? (read.offered * share) / readers
          : 0;
      node.serve(reads * served, isPrimary && led ? write.offered * served : 0, this.costS, isPrimary, dtS);
      if (!isReader) continue;
      copiesFailed += node.readFailed / readers;
      copiesAfterS = Math.max(copiesAfterS, node.readFailed > 0 ? node.readFailsAfterS : 0);
      if (copiesSeen === 0) copyLatency(this.copies, node.readOutcome);
      else
        mixInto(
          this.copies,
          this.copies,
          copiesSeen / (copiesSeen + 1),
          node.readOutcome,
          1 / (copiesSeen + 1),
        );
      copiesSeen += 1;
    }
    state.heldForS = Math.max(0, state.heldForS - dtS);
    const writes = led && !cut ? write.offered * (1 - (primary?.writeFailed ?? 1)) : 0;
    this.answer(led && !cut ? primary : undefined, cut ? 0 : readers, share, copiesFailed, copiesAfterS);
    this.addStorage();
    if (primary)
      primary.state.lockWaits +=
        writes * dtS * Math.min(0.2, primary.writeOutcome.meanS * policy.lockWaitsPerS);
    insertRows(state.care, writes * dtS);
    this.replicate(writes, tick);
  }

  /** Faults that any engine knows, as a statement meets them. */
  private shapeCommon(node: Node, isPrimary: boolean, dtS: number): void {
    const { fx, read, write } = node;
    const { heldForS, care } = this.state;
    if (care.lostShare > 0) {
      read.reject(care.lostShare);
      write.reject(care.lostShare);
    }
    if (!isPrimary) return;
    // Held for a part of the tick: those who come meanwhile are rolled back with the rest.
    if (heldForS > 0) write.reject(Math.min(1, heldForS / dtS));
    if (fx.lockShare > 0) this.shapeLocks(node, this.write.offered * fx.lockShare, dtS);
  }

  /** Transactions that want the same row form a queue with one server, which is the row. */
  private shapeLocks({ fx, write, state }: Node, perS: number, dtS: number): void {
    const usage = perS * fx.lockS;
    const inTime = usage > 0 ? Math.min(1, 1 / usage) : 1;
    // Past the capacity of the row the queue is as long as its callers are patient.
    const waitS = usage < 0.9 ? (usage / (1 - usage)) * fx.lockS : PATIENCE_S;
    const deadlocked = fx.lockShare * Math.min(1, usage) * DEADLOCK_SHARE;
    write.reject(deadlocked);
    write.stall(fx.lockShare * (1 - inTime));
    write.tail(fx.lockShare * inTime, fx.lockS + Math.min(PATIENCE_S, waitS) / 2);
    state.lockWaits += perS * dtS * Math.min(1, usage);
    state.deadlocks += this.write.offered * deadlocked * dtS;
  }

  private answer(
    primary: Node | undefined,
    readers: number,
    share: number,
    copiesFailed: number,
    copiesAfterS: number,
  ): void {
    const { read, write } = this;
    write.next.failed = primary ? primary.writeFailed : 1;
    write.next.failsAfterS = primary ? primary.writeFailsAfterS : CONNECT_TIMEOUT_S;
    if (primary) copyLatency(write.next.latency, primary.writeOutcome);
    const fromCopies = readers > 0 ? share : 0;
    const lost = primary ? primary.readFailed : 1;
    read.next.failed = fromCopies * copiesFailed + (1 - fromCopies) * lost;
    if (readers === 0 && !primary) read.next.failed = 1;
    read.next.failsAfterS = Math.max(
      copiesAfterS,
      fromCopies < 1 ? (primary ? primary.readFailsAfterS : CONNECT_TIMEOUT_S) : 0,
    );
    if (fromCopies === 0) {
      if (primary) copyLatency(read.next.latency, primary.readOutcome);
    } else if (!primary) copyLatency(read.next.latency, this.copies);
    else mixInto(read.next.latency, this.copies, fromCopies, primary.readOutcome, 1 - fromCopies);
  }

  /** What the disks under it add, where the plan has them as parts of their own. */
  private addStorage(): void {
    for (const port of this.ports) {
      if (port.uses.length === 0) continue;
      const { failed, failsAfterS, meanS, varianceS2 } = meet(port, this.downstream);
      const { next } = port;
      next.latency.meanS += meanS;
      next.latency.varianceS2 += varianceS2;
      if (failed <= 0) continue;
      next.failsAfterS = (next.failed * next.failsAfterS + failed * failsAfterS) / (next.failed + failed);
      next.failed = 1 - (1 - next.failed) * (1 - failed);
    }
  }

  /** Copies apply what the primary writes: it costs them processor and disk. */
  protected applyOnCopies(writes: number, bytesPerWrite: number, dtS: number): void {
    const applying = (writes * this.costS * APPLY_COST_SHARE) / this.plan.cores;
    for (const node of this.nodes) {
      const { state, fx } = node;
      if (state.up === 0) continue;
      node.keep(writes * dtS * bytesPerWrite, dtS);
      if (!this.isPrimary(node) && fx.applierStopped === 0) state.usage = Math.min(1, state.usage + applying);
    }
  }

  /** Whether nothing acts that shows nowhere else. */
  private isDisturbed({ fx }: Node): boolean {
    for (const value of Object.values(fx)) if (value > 0) return true;
    return false;
  }

  private target(node: Node): TargetState {
    const { nodes, state, primary } = this;
    return {
      compared: {
        up: node.state.up === 1,
        clusterNodesUp: nodes.filter((member) => member.state.up === 1).length,
        clusterHasPrimary: primary !== undefined && this.isReady(primary),
        replicationInTime: node.state.lagS < 10,
        dataComplete: state.care.lostShare === 0,
        disturbed: this.isDisturbed(node),
        ...this.ownCompared(node),
      },
      detail: {
        role: this.isPrimary(node) ? "primary" : node.readOnly ? "read-only" : "replica",
        promotions: node.state.promotions,
      },
    };
  }
}

function copyLatency(to: Latency, from: Latency): void {
  to.meanS = from.meanS;
  to.varianceS2 = from.varianceS2;
  to.tailShare = from.tailShare;
  to.tailS = from.tailS;
}
