import type { Labels } from "@/lib/metrics/store";
import { newHistogram, newLatency, observe } from "@/lib/simulator/latency";
import { defineBehaviour, type Instance, type Member, type Site, type Tick } from "@/lib/simulator/part";
import { settled } from "@/lib/simulator/queueing";
import type { WorldSeries } from "@/lib/simulator/series";
import { SqlCluster, type SqlPolicy } from "@/lib/simulator/sql/cluster";
import { SqlNode } from "@/lib/simulator/sql/node";
import { bufferSeries, lockSeries, sqlSeries } from "@/lib/simulator/sql/series";
import type { TargetState } from "../types";
import { CALL_BUCKETS } from "../views";
import { tdsqlcFaults } from "./faults";
import { tdsqlcFleet, type TdsqlcPlan } from "./fleet";

/** Compute nodes hold no data, so that nothing is copied or replayed when one is lost. */
const POLICY: SqlPolicy = {
  // Five missed heartbeats a second apart; opening the storage for writing takes the rest of the tick.
  electAfterS: 5,
  electAcrossZonesS: 5,
  // The proxy in front of the nodes learns it at once.
  moveAddressS: 0,
  moveAddressAcrossZonesS: 0,
  switchS: 3,
  // A new compute node attaches to the storage.
  rebuildAfterS: 30,
  restartS: 10,
  // The storage is turned back by its log.
  restoreS: 10,
  copyReads: 0.6,
  readOnlyGroupReads: 0.6,
  readLagMaxS: 5,
  // InnoDB counts the shortest wait too. Our choice: a few a minute at an ordinary peak.
  lockWaitsPerS: 0.6,
};

/** Redo of a written row; pages are never written. */
const LOG_BYTES_PER_WRITE = 420;
/** What a written row takes in the shared storage, with its indexes. */
const BYTES_PER_WRITE = 180;
/** A log record reaches the faster one of the two other zones and comes back. */
const LOG_WRITE_S = 0.0009;
/** Readers learn of a change by the log stream and drop the pages that it touches. */
const READER_LAG_S = 0.02;
/** Copies of the storage, one a zone, and how many must have a record. */
const COPIES = 3;
const QUORUM = 2;
/** A copy that was away fetches the log that it missed. */
const COPY_CATCH_UP_S = 40;
/** The scaler aims at this usage: our choice, room for half as much again before statements wait. */
const SCALE_TO_USAGE = 0.6;
/** It grows within seconds, as memory and cores are there, and shrinks slowly, as caches are lost by it. */
const GROW_S = 8;
const SHRINK_S = 120;
/** Units come in quarters. */
const UNIT_STEP = 0.25;

const newOwn = ({ unitsMin, unitsMax }: TdsqlcPlan) => ({
  /** Before a quarter is rounded up. */
  units: unitsMin,
  unitsMax,
  logBytes: 0,
  logWrites: newHistogram(CALL_BUCKETS),
});
const newOwnFx = () => ({ logDelayS: 0, copiesLost: 0, capRatio: 0, scalingBanned: 0 });

class Node extends SqlNode<ReturnType<typeof newOwn>, ReturnType<typeof newOwnFx>> {
  /** Scales for the statements of the last tick. */
  scale({ unitsMin, unitsMax }: TdsqlcPlan, dtS: number): void {
    const { fx, state } = this;
    const { own, demand } = state;
    own.unitsMax = fx.capRatio > 0 ? Math.min(unitsMax, Math.max(UNIT_STEP, fx.capRatio * demand)) : unitsMax;
    if (fx.scalingBanned === 0) {
      const goal = Math.max(unitsMin, demand / SCALE_TO_USAGE);
      own.units += (goal - own.units) * settled(dtS, goal > own.units ? GROW_S : SHRINK_S);
    }
    own.units = Math.min(own.units, own.unitsMax);
    this.cores = this.units;
  }

  get units(): number {
    const { units, unitsMax } = this.state.own;
    return Math.min(unitsMax, Math.ceil(units / UNIT_STEP) * UNIT_STEP);
  }
}

class Cluster extends SqlCluster<Node, TdsqlcPlan, { copiesBehind: number; behindForS: number }> {
  private readonly logWrite = newLatency(LOG_WRITE_S);
  private logDelayS = 0;
  private copiesLost = 0;

  constructor(instance: Instance<TdsqlcPlan>, site: Site) {
    super(instance, site, POLICY, tdsqlcFaults, { copiesBehind: 0, behindForS: 0 }, (id, index) => {
      const zone = instance.members[index]?.zone ?? null;
      return new Node(id, zone, index, false, instance.plan, newOwn(instance.plan), newOwnFx());
    });
  }

  protected override ownSpec(): Member["spec"] {
    return { unitsMin: this.plan.unitsMin, unitsMax: this.plan.unitsMax, storageCopies: COPIES };
  }

  protected override ownEffects({ fx }: Node): Member["effects"] {
    const down = () => {
      fx.down = 1;
    };
    return {
      "tdsqlc.writer_down": down,
      "tdsqlc.reader_down": down,
      "tdsqlc.log_storage_slow": (p) => {
        fx.logDelayS = Math.max(fx.logDelayS, Number(p["delayMs"]) / 1_000);
      },
      "tdsqlc.storage_zone_down": (p) => {
        fx.copiesLost = Math.max(fx.copiesLost, Number(p["copies"]));
      },
      "tdsqlc.capacity_capped": (p) => {
        fx.capRatio = Math.max(fx.capRatio, Number(p["neededRatio"]));
      },
      "tdsqlc.scaling_stuck": (p) => {
        fx.scalingBanned = 1;
        fx.stress = Math.max(fx.stress, Number(p["usageRatio"]));
      },
    };
  }

  protected override ownCompared(): TargetState["compared"] {
    return { storageCopies: this.copiesHealthy() };
  }

  private copiesHealthy(): number {
    return COPIES - this.state.own.copiesBehind;
  }

  /** The storage belongs to the cluster, whichever node a fault named. */
  override begin(tick: Tick): void {
    super.begin(tick);
    this.logDelayS = 0;
    this.copiesLost = 0;
    for (const { fx } of this.nodes) {
      this.logDelayS = Math.max(this.logDelayS, fx.logDelayS);
      this.copiesLost = Math.max(this.copiesLost, fx.copiesLost);
    }
  }

  protected override shape(node: Node, isPrimary: boolean, { dtS }: Tick): void {
    node.scale(this.plan, dtS);
    if (!isPrimary) return;
    node.write.addS += LOG_WRITE_S + this.logDelayS;
    // Without a quorum a commit waits for an answer that does not come.
    if (COPIES - this.copiesLost < QUORUM || node.diskUsage() >= 1) node.write.stall(1);
  }

  protected override replicate(writes: number, { dtS }: Tick): void {
    const { logWrite, logDelayS } = this;
    this.stepCopies(this.copiesLost, dtS);
    logWrite.meanS = LOG_WRITE_S + logDelayS;
    logWrite.varianceS2 = logWrite.meanS ** 2 / 4;
    for (const node of this.nodes) {
      const { state } = node;
      node.keep(writes * dtS * BYTES_PER_WRITE, dtS);
      state.lagS = this.isPrimary(node) || state.up === 0 ? 0 : READER_LAG_S + logDelayS;
      if (!this.isPrimary(node)) continue;
      observe(state.own.logWrites, CALL_BUCKETS, writes * dtS, logWrite);
      state.own.logBytes += writes * dtS * LOG_BYTES_PER_WRITE;
    }
  }

  private stepCopies(lost: number, dtS: number): void {
    const { own } = this.state;
    if (lost > 0) {
      own.copiesBehind = lost;
      own.behindForS = 0;
    } else if (own.copiesBehind > 0) {
      own.behindForS += dtS;
      if (own.behindForS >= COPY_CATCH_UP_S) own.copiesBehind = 0;
    }
  }

  protected override series(node: Node, labels: Labels): WorldSeries[] {
    const { own } = node.state;
    const series = sqlSeries("tdsqlc", this, node, labels);
    lockSeries("tdsqlc", node, series);
    bufferSeries("tdsqlc", node, series);
    return series
      .gauge("tdsqlc_capacity_units", () => node.units)
      .gauge("tdsqlc_capacity_units_max", () => own.unitsMax)
      .histogram("tdsqlc_log_write_duration_seconds", CALL_BUCKETS, own.logWrites)
      .counter("tdsqlc_log_written_bytes_total", () => own.logBytes)
      .always("tdsqlc_storage_copies_healthy", () => this.copiesHealthy())
      .seconds("tdsqlc_replica_lag_seconds", () => node.state.lagS).all;
  }
}

export const behaviour = defineBehaviour(
  "tdsqlc",
  tdsqlcFleet,
  (instance, site) => new Cluster(instance, site),
);
