import type { Labels } from "@/lib/metrics/store";
import { defineBehaviour, type Instance, type Member, type Site, type Tick } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import type { WorldSeries } from "@/lib/simulator/series";
import { SqlCluster, type SqlPolicy } from "@/lib/simulator/sql/cluster";
import { SqlNode } from "@/lib/simulator/sql/node";
import type { SqlPlan } from "@/lib/simulator/sql/plan";
import { stepLag } from "@/lib/simulator/sql/replication";
import { bufferSeries, lockSeries, sqlSeries } from "@/lib/simulator/sql/series";
import type { TargetState } from "../types";
import { mysqlFaults } from "./faults";
import { mysqlFleet } from "./fleet";

/** Managed three-node MySQL. The targets of such services: a new primary and a replaced node within 60 s. */
const POLICY: SqlPolicy = {
  // Three missed heartbeats five seconds apart, and applying the relay log.
  electAfterS: 20,
  electAcrossZonesS: 5,
  // The switches learn of the moved address by ARP; across zones the route changes as well.
  moveAddressS: 5,
  moveAddressAcrossZonesS: 5,
  // Setting the old one read-only, waiting for the new one to replay, moving the address.
  switchS: 8,
  // From the newest snapshot and the log.
  rebuildAfterS: 50,
  // InnoDB's redo log.
  restartS: 15,
  // One table from the snapshot's clone, and its part of the binlog.
  restoreS: 25,
  copyReads: 0.5,
  readOnlyGroupReads: 0.8,
  // Tencent Cloud's read-only groups take out what lags, from 30 s on by default.
  readLagMaxS: 30,
  // InnoDB counts the shortest wait too. Our choice: a few a minute at an ordinary peak.
  lockWaitsPerS: 0.6,
};

/** What a written row takes with its indexes and, until purged, its binlog. */
const BYTES_PER_WRITE = 260;
/** Semi-synchronous commits wait for the first replica: one round trip within a zone. */
const COMMIT_S = 0.0003;
/** Purge keeps the history of about this long. */
const PURGE_S = 2;
/** And works a backlog off with this time constant. */
const PURGE_BACKLOG_S = 45;
/** What a thousand old versions add to a read that has to walk them: our choice, some cache misses each. */
const VERSION_WALK_S = 5e-6 / 1_000;
/** Ordinary transactions are as long as this: our choice, a handful of statements. */
const TRANSACTION_REST_S = 0.05;

const newOwn = () => ({ history: 0, longestS: TRANSACTION_REST_S });
const newOwnFx = () => ({ longTransaction: 0, readOnly: 0, broken: 0 });

class Node extends SqlNode<ReturnType<typeof newOwn>, ReturnType<typeof newOwnFx>> {
  get isFull(): boolean {
    return this.diskUsage() >= 1;
  }
}

class Cluster extends SqlCluster<Node> {
  constructor(instance: Instance<SqlPlan>, site: Site) {
    super(instance, site, POLICY, mysqlFaults, {}, (id, index, readOnly) => {
      const zone = instance.members[index]?.zone ?? null;
      return new Node(id, zone, index, readOnly, instance.plan, newOwn(), newOwnFx());
    });
  }

  protected override ownEffects({ fx }: Node): Member["effects"] {
    return {
      "mysql.primary_down": () => {
        fx.down = 1;
      },
      "mysql.replica_down": () => {
        fx.down = 1;
      },
      "mysql.replication_broken": () => {
        fx.applierStopped = 1;
        fx.broken = 1;
      },
      "mysql.long_transaction": () => {
        fx.longTransaction = 1;
      },
      "mysql.primary_read_only": () => {
        fx.readOnly = 1;
      },
    };
  }

  protected override ownCompared({ state }: Node): TargetState["compared"] {
    return { longTransaction: state.own.longestS > 10 };
  }

  protected override shape(node: Node, isPrimary: boolean, { dtS }: Tick): void {
    const { fx, state, read, write } = node;
    const { own } = state;
    own.longestS = fx.longTransaction > 0 ? own.longestS + dtS : TRANSACTION_REST_S;
    read.addS += own.history * VERSION_WALK_S;
    if (!isPrimary) return;
    write.addS += COMMIT_S + fx.delayS;
    if (fx.readOnly > 0 || node.isFull) write.reject(1);
  }

  protected override replicate(writes: number, { dtS }: Tick): void {
    this.applyOnCopies(writes, BYTES_PER_WRITE, dtS);
    stepLag(this, writes, dtS);
    for (const node of this.nodes) {
      const { own } = node.state;
      if (node.fx.longTransaction > 0) own.history += writes * dtS;
      else own.history += (writes * PURGE_S - own.history) * settled(dtS, PURGE_BACKLOG_S);
    }
  }

  protected override series(node: Node, labels: Labels): WorldSeries[] {
    const { state, fx } = node;
    const isPrimary = () => this.isPrimary(node);
    // A replica's lag is the difference of two clocks, its own and its primary's.
    const clocksApartS = () => (isPrimary() ? 0 : fx.skewS - (this.primary?.fx.skewS ?? 0));
    const series = sqlSeries("mysql", this, node, labels);
    lockSeries("mysql", node, series);
    bufferSeries("mysql", node, series);
    return series
      .always("mysql_vip_bound", () => (this.state.address === node.index ? 1 : 0))
      .gauge("mysql_read_only", () => (!isPrimary() || fx.readOnly > 0 || node.isFull ? 1 : 0))
      .gauge("mysql_history_list_length", () => Math.floor(state.own.history))
      .gauge("mysql_transaction_longest_seconds", () => state.own.longestS)
      .sometimes("mysql_replication_running", () => (isPrimary() ? null : fx.broken > 0 ? 0 : 1))
      .seconds("mysql_replication_lag_seconds", () => Math.max(0, state.lagS + clocksApartS())).all;
  }
}

export const behaviour = defineBehaviour(
  "mysql",
  mysqlFleet,
  (instance, site) => new Cluster(instance, site),
);
