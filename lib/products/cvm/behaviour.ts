import type { Labels } from "@/lib/metrics/store";
import { defineBehaviour, Part, type Instance, type Site, type Tick } from "@/lib/simulator/part";
import { Machine } from "./behaviour-machine";
import { cvmFleet, type PoolPlan } from "./fleet";

/** The machines of one zone. */
export class MachinePool extends Part {
  readonly machines: readonly Machine[];
  readonly members;
  /** All of them are well and undisturbed: the usual case, for which much need not be looked at. */
  calm = true;
  private nextPlace = 0;

  constructor(instance: Instance<PoolPlan>, site: Site) {
    super(instance, site);
    const { plan } = instance;
    this.machines = instance.members.map(
      ({ id }, i) => new Machine(site.name(id), plan, plan.diskRest[i] ?? 0.3),
    );
    this.members = this.machines.map((machine) => ({
      id: machine.id,
      zone: plan.zone,
      spec: {
        cpuCores: plan.cores,
        memoryBytes: plan.memoryBytes,
        deletionProtection: plan.deletionProtection,
      },
      state: machine.state,
      fx: machine.fx,
      effects: machine.effects,
      series: (labels: Labels) => machine.series(labels),
      target: () => machine.target(),
    }));
  }

  /** Spreads pods over the machines, each caller beginning where the last one ended. @returns pods by machine. */
  place(pods: number): number[] {
    const n = this.machines.length;
    const home = Array.from({ length: n }, () => 0);
    for (let k = 0; k < pods; k++, this.nextPlace = (this.nextPlace + 1) % n)
      home[this.nextPlace] = (home[this.nextPlace] ?? 0) + 1;
    return home;
  }

  override begin({ dtS }: Tick): void {
    this.calm = true;
    for (const machine of this.machines) {
      machine.stepPower(dtS);
      if (!machine.calm) this.calm = false;
    }
  }

  override step(): void {}

  override end({ dtS }: Tick): void {
    for (const machine of this.machines) machine.count(dtS);
  }
}

export const behaviour = defineBehaviour(
  "cvm",
  cvmFleet,
  (instance, site) => new MachinePool(instance, site),
);
