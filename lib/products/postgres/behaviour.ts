import type { Labels } from "@/lib/metrics/store";
import { defineBehaviour, type Instance, type Member, type Site, type Tick } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import type { WorldSeries } from "@/lib/simulator/series";
import { SqlCluster, type SqlPolicy } from "@/lib/simulator/sql/cluster";
import { SqlNode } from "@/lib/simulator/sql/node";
import type { SqlPlan } from "@/lib/simulator/sql/plan";
import { stepLag } from "@/lib/simulator/sql/replication";
import { sqlSeries } from "@/lib/simulator/sql/series";
import type { TargetState } from "../types";
import { postgresFaults } from "./faults";
import { postgresFleet } from "./fleet";

/** Primary and standbys under a manager such as Patroni. */
const POLICY: SqlPolicy = {
  // The leader's lease: Patroni's `ttl` of 30 s shortened to 20, as managed services do to keep within a minute.
  electAfterS: 20,
  electAcrossZonesS: 0,
  moveAddressS: 5,
  moveAddressAcrossZonesS: 5,
  // CHECKPOINT on the old one, waiting for the new one to replay, moving the address.
  switchS: 8,
  // pg_basebackup from a snapshot, then streaming.
  rebuildAfterS: 50,
  // Crash recovery from the last checkpoint.
  restartS: 15,
  // Point-in-time recovery of one table beside the cluster.
  restoreS: 45,
  copyReads: 0.5,
  readOnlyGroupReads: 0.8,
  readLagMaxS: 30,
  // Only waits of more than deadlock_timeout (1 s) are logged, which no ordinary one reaches.
  lockWaitsPerS: 0,
};

const MIB = 1024 ** 2;
/** Patroni's `loop_wait`: so often it looks whether the synchronous standby is still there. */
const STANDBY_LOOP_S = 10;
/** A synchronous commit waits for the standby's flush across zones. */
const COMMIT_S = 0.0012;
/** What a written row takes with its indexes. */
const BYTES_PER_WRITE = 220;
/** Log of a written row, its share of full-page images included. */
const WAL_BYTES_PER_WRITE = 2_500;
/** Segments that are kept and recycled between two checkpoints. */
const WAL_REST_BYTES = 512 * MIB;
/** Log that is no longer needed goes with the next checkpoints. */
const WAL_RELEASE_S = 25;
/** `checkpoint_timeout`. */
const CHECKPOINT_EVERY_S = 300;
/** Right after a checkpoint each page is logged whole: with checkpoints every 20 s that doubles the log. */
const FULL_PAGE_S = 20;
/** What writing all dirty pages at once costs each statement, times the checkpoints a second: our choice. */
const CHECKPOINT_IO_S = 0.03;
/** archive_command is tried three times, then again after a minute (`PGARCH_AUTOWAKE_INTERVAL`). */
const ARCHIVE_TRIES_PER_S = 3 / 60;

/** Tables that are written hold such a share of all rows: our choice, the newest. */
const WRITTEN_ROWS = 0.1;
/** Of the writes, so many leave a dead version behind: updates and deletes. */
const UPDATES = 0.7;
/** Vacuum keeps up with this time constant, and visits so many tables a second. */
const VACUUM_S = 45;
const VACUUM_RUNS_PER_S = 0.05;
/** autovacuum_freeze_max_age: from here on tables are frozen, which leaves vacuum_freeze_min_age. */
const FREEZE_AT = 200e6;
const FREEZE_TO = 50e6;
const AGE_REST = 120e6;
/** Ids are 32 bits on a circle; three million before the end none is given out (`xidStopLimit`). */
const XID_LIMIT = 2 ** 31;
const XID_STOP = XID_LIMIT - 3e6;

/** Ordinary transactions are as long as this, and make as many statements. */
const TRANSACTION_REST_S = 0.05;
const STATEMENTS = 3;
/** Share of the connections at work that are between two statements of a transaction. */
const IDLE_REST = 0.3;

const newOwn = () => ({
  /** Connections that a release left in a transaction. */
  idle: 0,
  longestS: TRANSACTION_REST_S,
  /** Log that only a forgotten slot, or the archiver, still needs. */
  slotBytes: 0,
  archiveBytes: 0,
  walBytes: 0,
  timed: 0,
  requested: 0,
  archiveFailures: 0,
  vacuumRuns: 0,
  /** Statements that are counted as transactions already. */
  counted: 0,
  countedErrors: 0,
  commits: 0,
  rollbacks: 0,
});

const newOwnFx = () => ({
  slotWalPerS: 0,
  checkpointsPerS: 0,
  vacuumOff: 0,
  updatedPerS: 0,
  idlePerS: 0,
  ageRatio: 0,
  exclusive: 0,
});

class Node extends SqlNode<ReturnType<typeof newOwn>, ReturnType<typeof newOwnFx>> {
  get logBytes(): number {
    const { slotBytes, archiveBytes } = this.state.own;
    return WAL_REST_BYTES + slotBytes + archiveBytes;
  }
}

/** `sync`: index of the standby that commits wait for, -1 while there is none. */
const newWhole = (plan: SqlPlan, nodes: number) => ({
  sync: nodes > 1 ? 1 : -1,
  syncLostForS: 0,
  dead: 0,
  live: plan.rows * WRITTEN_ROWS,
  age: AGE_REST,
});

class Cluster extends SqlCluster<Node, SqlPlan, ReturnType<typeof newWhole>> {
  constructor(instance: Instance<SqlPlan>, site: Site) {
    const { plan, members } = instance;
    super(instance, site, POLICY, postgresFaults, newWhole(plan, members.length), (id, index, readOnly) => {
      const zone = members[index]?.zone ?? null;
      return new Node(id, zone, index, readOnly, plan, newOwn(), newOwnFx());
    });
  }

  protected override ownEffects({ fx }: Node): Member["effects"] {
    const down = () => {
      fx.down = 1;
    };
    return {
      "postgres.primary_down": down,
      "postgres.standby_down": down,
      "postgres.replication_slot_leak": (p) => {
        fx.slotWalPerS = Math.max(fx.slotWalPerS, Number(p["walMibPerS"]) * MIB);
      },
      "postgres.checkpoint_storm": (p) => {
        fx.checkpointsPerS = Math.max(fx.checkpointsPerS, 1 / Number(p["everyS"]));
      },
      "postgres.autovacuum_off": (p) => {
        fx.vacuumOff = 1;
        fx.updatedPerS = Math.max(fx.updatedPerS, Number(p["updatedRatioPerMinute"]) / 60);
      },
      "postgres.idle_in_transaction": (p) => {
        fx.idlePerS = Math.max(fx.idlePerS, Number(p["takenRatioPerMinute"]) / 60);
      },
      "postgres.xid_wraparound": (p) => {
        fx.ageRatio = Math.max(fx.ageRatio, Number(p["ageRatio"]));
      },
      "postgres.exclusive_lock": (p) => {
        fx.exclusive = Math.max(fx.exclusive, Number(p["queriesRatio"]));
      },
    };
  }

  protected override ownCompared({ state }: Node): TargetState["compared"] {
    const { own } = state;
    return {
      longTransaction: own.longestS > 10,
      walKept: own.slotBytes + own.archiveBytes > WAL_REST_BYTES,
      bloated: this.bloat() > 0.3,
    };
  }

  /** No room for the next segment of the log is a PANIC: the server stops and cannot start. */
  protected override isStopped(node: Node): boolean {
    return node.diskUsage(node.logBytes) >= 1;
  }

  private bloat(): number {
    const { dead, live } = this.state.own;
    return dead / (live + dead);
  }

  private ageOf({ fx }: Node): number {
    return Math.max(this.state.own.age, fx.ageRatio * XID_LIMIT);
  }

  override begin(tick: Tick): void {
    super.begin(tick);
    this.stepStandby(tick.dtS);
  }

  private standby(): Node | undefined {
    for (const node of this.nodes)
      if (!this.isPrimary(node) && !node.readOnly && node.state.up === 1) return node;
    return undefined;
  }

  /** Names the standby that commits wait for: a lost one is let go after a while, a new one is taken at once. */
  private stepStandby(dtS: number): void {
    const { own } = this.state;
    const sync = this.nodes[own.sync];
    const isGone = sync === undefined || this.isPrimary(sync);
    if (sync && !isGone && sync.state.up === 1) {
      own.syncLostForS = 0;
      return;
    }
    if (!isGone) {
      own.syncLostForS += dtS;
      if (own.syncLostForS <= STANDBY_LOOP_S) return;
    }
    own.syncLostForS = 0;
    own.sync = this.standby()?.index ?? -1;
  }

  protected override shape(node: Node, isPrimary: boolean, { dtS }: Tick): void {
    const { fx, state, read, write } = node;
    const { own } = state;
    const { own: whole } = this.state;
    // Dead versions are read and thrown away by each scan, on every copy.
    node.costFactor = 1 + this.bloat();
    own.idle = fx.idlePerS > 0 ? Math.min(1, own.idle + fx.idlePerS * dtS) : 0;
    own.longestS = fx.idlePerS > 0 ? own.longestS + dtS : TRANSACTION_REST_S;
    node.leaked = own.idle;
    if (fx.exclusive > 0) {
      read.stall(fx.exclusive);
      write.stall(fx.exclusive);
      state.lockWaits += (this.read.offered + this.write.offered) * fx.exclusive * dtS;
    }
    if (!isPrimary) return;
    if (whole.sync >= 0) write.addS += COMMIT_S;
    // The commit is on disk here, and waits for an answer that does not come.
    if (whole.syncLostForS > 0) write.stall(1);
    if (this.ageOf(node) > XID_STOP) write.reject(1);
    const io = fx.checkpointsPerS * CHECKPOINT_IO_S;
    write.addS += io;
    read.addS += io / 2;
  }

  protected override replicate(writes: number, { dtS }: Tick): void {
    this.applyOnCopies(writes, BYTES_PER_WRITE, dtS);
    stepLag(this, writes, dtS);
    this.stepVacuum(writes, dtS);
    for (const node of this.nodes) {
      this.stepLog(node, this.isPrimary(node) ? writes : 0, dtS);
      countTransactions(node);
    }
  }

  private stepVacuum(writes: number, dtS: number): void {
    const { own } = this.state;
    const fx = this.primary?.fx;
    const updates = writes * UPDATES;
    const blocked = fx !== undefined && (fx.vacuumOff > 0 || fx.idlePerS > 0);
    if (blocked) own.dead += (updates + fx.updatedPerS * own.live) * dtS;
    else own.dead += (updates * VACUUM_S - own.dead) * settled(dtS, VACUUM_S);
    if (!blocked && this.primary) this.primary.state.own.vacuumRuns += VACUUM_RUNS_PER_S * dtS;
    own.age += writes * dtS;
    if (own.age > FREEZE_AT) own.age = FREEZE_TO;
  }

  /** Log that is made, kept and archived. */
  private stepLog({ state, fx }: Node, writes: number, dtS: number): void {
    const { own } = state;
    const released = settled(dtS, WAL_RELEASE_S);
    const perS = writes * WAL_BYTES_PER_WRITE * (1 + fx.checkpointsPerS * FULL_PAGE_S) + fx.slotWalPerS;
    if (state.up === 1) {
      own.walBytes += perS * dtS;
      if (fx.slotWalPerS > 0) own.slotBytes += perS * dtS;
      if (writes > 0) own.timed += dtS / CHECKPOINT_EVERY_S;
      own.requested += fx.checkpointsPerS * dtS;
    }
    if (fx.slotWalPerS === 0) own.slotBytes -= own.slotBytes * released;
    if (this.state.care.heldBack === 1 && writes > 0) {
      own.archiveBytes += perS * dtS;
      own.archiveFailures += ARCHIVE_TRIES_PER_S * dtS;
    } else if (this.state.care.heldBack === 0) own.archiveBytes -= own.archiveBytes * released;
  }

  protected override series(node: Node, labels: Labels): WorldSeries[] {
    const { state } = node;
    const { own } = state;
    const whole = () => this.state.own;
    const isPrimary = () => this.isPrimary(node);
    const syncStandbys = () => {
      if (!isPrimary() || this.nodes.length < 2) return null;
      return this.nodes[whole().sync]?.state.up === 1 ? 1 : 0;
    };
    return sqlSeries("postgres", this, node, labels, () => node.logBytes)
      .gauge("postgres_backends_active", () => state.running)
      .gauge("postgres_backends_idle_in_transaction", () =>
        Math.round(own.idle * node.connectionsMax + state.running * IDLE_REST),
      )
      .gauge("postgres_transaction_longest_seconds", () => own.longestS)
      .counter("postgres_transactions_total", () => own.commits, { outcome: "commit" })
      .counter("postgres_transactions_total", () => own.rollbacks, { outcome: "rollback" })
      .counter("postgres_lock_waits_total", () => state.lockWaits)
      .counter("postgres_deadlocks_total", () => state.deadlocks)
      .counter("postgres_blocks_hit_total", () => state.pageRequests - state.pageReads)
      .counter("postgres_blocks_read_total", () => state.pageReads)
      .counter("postgres_wal_written_bytes_total", () => own.walBytes)
      .gauge("postgres_wal_retained_bytes", () => Math.floor(node.logBytes))
      .gauge("postgres_replication_slot_retained_bytes", () => Math.floor(own.slotBytes))
      .gauge("postgres_replication_slots_inactive", () => (node.fx.slotWalPerS > 0 ? 1 : 0))
      .counter("postgres_checkpoints_total", () => own.timed, { kind: "timed" })
      .counter("postgres_checkpoints_total", () => own.requested, { kind: "requested" })
      .seconds("postgres_replication_lag_seconds", () => state.lagS)
      .sometimes("postgres_synchronous_standbys", syncStandbys)
      .gauge("postgres_dead_tuples", () => Math.floor(whole().dead))
      .gauge("postgres_bloat_ratio", () => this.bloat())
      .counter("postgres_autovacuum_runs_total", () => own.vacuumRuns)
      .gauge("postgres_transaction_id_age", () => Math.floor(this.ageOf(node)))
      .counter("postgres_archive_failures_total", () => own.archiveFailures).all;
  }
}

function countTransactions({ state }: Node): void {
  const { own } = state;
  const failed = state.errors - own.countedErrors;
  own.rollbacks += failed / STATEMENTS;
  own.commits += (state.queries - own.counted - failed) / STATEMENTS;
  own.counted = state.queries;
  own.countedErrors = state.errors;
}

export const behaviour = defineBehaviour(
  "postgres",
  postgresFleet,
  (instance, site) => new Cluster(instance, site),
);
