import type { Labels } from "@/lib/metrics/store";
import { defineBehaviour, type Instance, type Member, type Site, type Tick } from "@/lib/simulator/part";
import type { WorldSeries } from "@/lib/simulator/series";
import { SqlCluster, type SqlPolicy } from "@/lib/simulator/sql/cluster";
import { SqlNode } from "@/lib/simulator/sql/node";
import type { SqlPlan } from "@/lib/simulator/sql/plan";
import { lockSeries, sqlSeries } from "@/lib/simulator/sql/series";
import type { TargetState } from "../types";
import { mariadbFaults } from "./faults";
import { mariadbFleet } from "./fleet";

/** A Galera cluster behind a proxy that sends writes to one node and reads to the others. */
const POLICY: SqlPolicy = {
  // evs.suspect_timeout is 5 s; the proxy looks at its nodes every second or two.
  electAfterS: 5,
  electAcrossZonesS: 0,
  moveAddressS: 0,
  moveAddressAcrossZonesS: 0,
  switchS: 2,
  // A new node from a snapshot; what is missing comes by state transfer.
  rebuildAfterS: 40,
  restartS: 10,
  // The table from the physical backup, prepared beside the cluster.
  restoreS: 45,
  copyReads: 1,
  readOnlyGroupReads: 1,
  readLagMaxS: 30,
  // InnoDB counts the shortest wait too. Our choice: a few a minute at an ordinary peak.
  lockWaitsPerS: 0.6,
};

/** Commits wait so long for a member that does not answer before it is expelled (evs.suspect_timeout). */
const SUSPECT_S = 5;
/** A node that was away fetches the write sets that it missed (IST), one that lost its state all of it (SST). */
const IST_S = 10;
const SST_S = 30;
/** Certification needs the answer of every node: one round trip between zones. */
const CERTIFY_S = 0.0012;
/** gcs.fc_limit of these clusters, and how often a second a slow node asks for another pause. */
const FLOW_CONTROL_LIMIT = 100;
const PAUSES_PER_S = 4;
/** A lost packet is sent again after the least retransmission time-out of Linux (TCP_RTO_MIN). */
const RETRANSMIT_S = 0.2;
const WRITE_SET_BYTES = 900;
const BYTES_PER_WRITE = 260;

/** wsrep_local_state. */
const STATE = { outside: 0, joining: 1, donor: 2, synced: 4 } as const;

const newOwn = () => ({
  /** Seconds until it is synced. */
  joinsInS: 0,
  pausesSent: 0,
  certFailures: 0,
  replicatedBytes: 0,
});

const newOwnFx = () => ({
  isolated: 0,
  partitioned: 0,
  applyLost: 0,
  transfer: 0,
  conflicts: 0,
  schemaChange: 0,
  lostPackets: 0,
});

type OwnFx = ReturnType<typeof newOwnFx>;

class Node extends SqlNode<ReturnType<typeof newOwn>, OwnFx> {
  /** Whether its peers hear it. */
  get isConnected(): boolean {
    return this.state.up === 1 && this.fx.isolated === 0 && this.fx.partitioned === 0;
  }
}

class Cluster extends SqlCluster<Node, SqlPlan, { size: number; suspectForS: number }> {
  constructor(instance: Instance<SqlPlan>, site: Site) {
    const { plan, members } = instance;
    const whole = { size: members.length, suspectForS: 0 };
    super(instance, site, POLICY, mariadbFaults, whole, (id, index) => {
      return new Node(id, members[index]?.zone ?? null, index, false, plan, newOwn(), newOwnFx());
    });
  }

  protected override ownEffects({ fx }: Node): Member["effects"] {
    return {
      "mariadb.node_down": () => {
        fx.down = 1;
      },
      "mariadb.quorum_lost": () => {
        fx.isolated = 1;
      },
      "mariadb.node_partitioned": () => {
        fx.partitioned = 1;
      },
      "mariadb.flow_control": (p) => {
        fx.applyLost = Math.max(fx.applyLost, 1 - Number(p["applyRatio"]));
      },
      "mariadb.state_transfer": () => {
        fx.transfer = 1;
      },
      "mariadb.write_conflicts": (p) => {
        fx.conflicts = Math.max(fx.conflicts, Number(p["writesRatio"]));
      },
      "mariadb.schema_change_blocks": () => {
        fx.schemaChange = 1;
      },
      "mariadb.network_loss": (p) => {
        fx.lostPackets = Math.max(fx.lostPackets, Number(p["lostRatio"]));
      },
    };
  }

  protected override ownCompared(node: Node): TargetState["compared"] {
    return { localState: this.localState(node), clusterSize: this.sizeSeenBy(node) };
  }

  /** The strongest of a fault over all nodes: a commit needs every one of them. */
  private any(of: keyof OwnFx): number {
    let most = 0;
    for (const { fx } of this.nodes) if (fx[of] > most) most = fx[of];
    return most;
  }

  /** Members of the component that has the majority; 0 when none has. */
  private majority(): number {
    if (this.any("isolated") > 0) return 0;
    let connected = 0;
    for (const node of this.nodes) if (node.isConnected) connected += 1;
    return connected * 2 > this.nodes.length ? connected : 0;
  }

  private isInside(node: Node): boolean {
    return node.isConnected && this.majority() > 0;
  }

  private sizeSeenBy(node: Node): number {
    return this.isInside(node) ? this.majority() : 1;
  }

  protected override isReady(node: Node): boolean {
    return this.isInside(node) && node.state.own.joinsInS === 0;
  }

  /** Where no node is ready the proxy sends on what it gets, and the nodes refuse it. */
  protected override isSent(node: Node): boolean {
    if (this.isReady(node)) return true;
    if (node.state.up === 0) return false;
    for (const other of this.nodes) if (this.isReady(other)) return false;
    return true;
  }

  /** The node that sends a full copy to one that joins: one that does not write, if there is one. */
  private donor(): Node | undefined {
    if (this.any("transfer") === 0) return undefined;
    let found: Node | undefined;
    for (const node of this.nodes) if (this.isReady(node) && (!found || this.isPrimary(found))) found = node;
    return found;
  }

  private localState(node: Node): number {
    if (!this.isInside(node)) return STATE.outside;
    if (node.state.own.joinsInS > 0) return STATE.joining;
    return this.donor() === node ? STATE.donor : STATE.synced;
  }

  override begin(tick: Tick): void {
    const { own } = this.state;
    super.begin(tick);
    const size = this.majority();
    if (size > 0 && size < own.size) own.suspectForS = SUSPECT_S;
    own.size = size;
    for (const node of this.nodes) this.stepJoin(node, tick.dtS);
  }

  private stepJoin(node: Node, dtS: number): void {
    const { own } = node.state;
    if (node.fx.transfer > 0) own.joinsInS = SST_S;
    else if (!this.isInside(node)) own.joinsInS = IST_S;
    else own.joinsInS = Math.max(0, own.joinsInS - dtS);
  }

  protected override shape(node: Node, isPrimary: boolean, { dtS }: Tick): void {
    const { read, write, state } = node;
    const { own } = this.state;
    if (!this.isReady(node)) {
      read.reject(1);
      write.reject(1);
    }
    if (!isPrimary) return;
    write.addS += CERTIFY_S;
    if (own.suspectForS > 0) write.stall(Math.min(1, own.suspectForS / dtS));
    if (this.any("schemaChange") > 0 || node.diskUsage() >= 1) write.stall(1);
    // Writes go as fast as the slowest node applies; those that would be more wait in vain.
    write.stall(this.paused());
    const lost = this.any("lostPackets");
    write.tail(1 - (1 - lost) ** 2, RETRANSMIT_S / (1 - lost));
    const conflicts = this.any("conflicts");
    write.reject(conflicts);
    state.own.certFailures += this.write.offered * conflicts * dtS;
  }

  /** Share of the time that flow control pauses the cluster. */
  private paused(): number {
    let most = 0;
    for (const node of this.nodes)
      if (node.fx.applyLost > most && this.isInside(node)) most = node.fx.applyLost;
    return most;
  }

  protected override replicate(writes: number, { dtS }: Tick): void {
    const { own } = this.state;
    own.suspectForS = Math.max(0, own.suspectForS - dtS);
    this.applyOnCopies(writes, BYTES_PER_WRITE, dtS);
    for (const node of this.nodes) {
      const { state, fx } = node;
      if (this.isPrimary(node)) state.own.replicatedBytes += writes * dtS * WRITE_SET_BYTES;
      if (fx.applyLost > 0 && this.isInside(node)) state.own.pausesSent += PAUSES_PER_S * fx.applyLost * dtS;
    }
  }

  protected override series(node: Node, labels: Labels): WorldSeries[] {
    const { own } = node.state;
    const series = sqlSeries("mariadb", this, node, labels);
    return lockSeries("mariadb", node, series)
      .gauge("mariadb_wsrep_cluster_size", () => this.sizeSeenBy(node))
      .gauge("mariadb_wsrep_cluster_status", () => (this.isInside(node) ? 1 : 0))
      .gauge("mariadb_wsrep_local_state", () => this.localState(node))
      .gauge("mariadb_wsrep_ready", () => (this.isReady(node) ? 1 : 0))
      .gauge("mariadb_wsrep_flow_control_paused_ratio", () => (this.isInside(node) ? this.paused() : 0))
      .counter("mariadb_wsrep_flow_control_sent_total", () => own.pausesSent)
      .gauge("mariadb_wsrep_local_recv_queue", () => (node.fx.applyLost > 0 ? FLOW_CONTROL_LIMIT : 0))
      .counter("mariadb_wsrep_local_cert_failures_total", () => own.certFailures)
      .counter("mariadb_wsrep_replicated_bytes_total", () => own.replicatedBytes).all;
  }
}

export const behaviour = defineBehaviour(
  "mariadb",
  mariadbFleet,
  (instance, site) => new Cluster(instance, site),
);
