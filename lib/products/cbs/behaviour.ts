import type { Outcome, Port } from "@/lib/simulator/graph";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { Disk, PATIENCE_S } from "./behaviour-disk";
import { cbsFleet, type DisksPlan } from "./fleet";

const DAY_S = 86_400;

/** What a disk needs to know of who stands on it; those that do not tell are up and have no primary. */
interface OwnerState {
  primary?: unknown;
}
interface MemberState {
  up?: unknown;
}

/** The disks under the members of one database or cluster. */
class Disks extends Part {
  readonly disks: readonly Disk[];
  readonly members: readonly Member[];
  private readonly plan: DisksPlan;
  private readonly read: Port;
  private readonly write: Port;
  private owner: Part | undefined;

  constructor(instance: Instance<DisksPlan>, site: Site, index: number) {
    super(instance, site);
    const { plan } = instance;
    this.plan = plan;
    this.read = this.open("read");
    this.write = this.open("write");
    this.disks = instance.members.map(({ id, zone }, i) => {
      const attachedTo = site.name(plan.memberIds[i] ?? plan.owner);
      // Our choice: an hour and a bit apart, so that no two run at once.
      const ageS = ((index * 7 + i) * 4_000) % DAY_S;
      return new Disk(site.name(id), zone, attachedTo, plan, ageS);
    });
    this.members = this.disks.map((disk) => ({
      id: disk.id,
      zone: disk.zone,
      spec: {
        diskType: plan.type,
        sizeBytes: plan.sizeBytes,
        iopsMax: disk.iopsMax,
        throughputBytesPerSMax: disk.bytesMax,
        attachedTo: disk.attachedTo,
        backupEnabled: plan.backupEnabled,
        backupRetentionDays: plan.backupRetentionDays,
      },
      state: disk.state,
      fx: disk.fx,
      effects: effectsOf(disk),
      series: (labels) => disk.series(labels),
      target: () => disk.target(),
    }));
  }

  override wire(find: FindPart): void {
    this.owner = find(this.plan.owner);
  }

  private isUp(i: number): boolean {
    const state: MemberState | undefined = this.owner?.members[i]?.state;
    return state?.up !== 0;
  }

  /** The disk that those who write wait for: the primary's. Null where there is no such role, or nobody has it. */
  private primaryDisk(): Disk | null {
    if (!this.plan.replicated) return null;
    const state: OwnerState | undefined = this.owner?.state;
    return typeof state?.primary === "number" ? (this.disks[state.primary] ?? null) : null;
  }

  override step({ dtS }: Tick): void {
    const { disks, read, write, plan } = this;
    let up = 0;
    for (let i = 0; i < disks.length; i++) if (this.isUp(i)) up += 1;
    const share = up > 0 ? 1 / up : 0;
    const copies = plan.replicated ? up : Math.min(up, 1 + plan.copies);
    begin(read.next);
    begin(write.next);
    const primary = this.primaryDisk();
    for (let i = 0; i < disks.length; i++) {
      const disk = disks[i];
      if (!disk) continue;
      const mine = this.isUp(i) ? share : 0;
      disk.serve(read.offered * mine, write.offered * copies * mine, dtS);
      add(read.next, disk, mine);
      add(write.next, disk, primary === null ? mine : disk === primary ? 1 : 0);
    }
  }
}

function begin(to: Outcome): void {
  to.failed = 0;
  to.failsAfterS = PATIENCE_S;
  to.latency.meanS = to.latency.varianceS2 = 0;
}

/** Adds what a share of the callers meets on this disk. */
function add(to: Outcome, { failed, latency }: Disk, share: number): void {
  to.failed = Math.min(1, to.failed + failed * share);
  to.latency.meanS += latency.meanS * share;
  to.latency.varianceS2 += latency.varianceS2 * share;
}

function effectsOf({ fx }: Disk): Member["effects"] {
  return {
    "cbs.io_delay": (p) => {
      fx.delayS = Math.max(fx.delayS, Number(p["delayMs"]) / 1_000);
    },
    "cbs.iops_exhausted": (p) => {
      fx.stolen = Math.max(fx.stolen, Number(p["loadRatio"]));
    },
    "cbs.performance_lowered": (p) => {
      fx.limitCut = Math.max(fx.limitCut, 1 - Number(p["limitRatio"]));
    },
    "cbs.io_errors": (p) => {
      fx.errors = Math.max(fx.errors, Number(p["operationsRatio"]));
    },
    "cbs.io_hang": () => {
      fx.hung = 1;
    },
    "cbs.detached": () => {
      fx.detached = 1;
    },
    "cbs.snapshot_failed": () => {
      fx.snapshotFails = 1;
    },
  };
}

export const behaviour = defineBehaviour(
  "cbs",
  cbsFleet,
  (instance, site) => new Disks(instance, site, cbsFleet.indexOf(instance)),
);
