import { DAY_MS } from "@/lib/core/time";
import {
  defineBehaviour,
  Part,
  type FindPart,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { MachinePool } from "../cvm/behaviour";
import { ControlPlane, type NodeGroup } from "../tke_cluster/behaviour";
import { noAddedNodes } from "../tke_cluster/behaviour-autoscaler";
import { Node } from "./behaviour-node";
import { tkeNodeFleet, type NodePoolPlan } from "./fleet";

/** The nodes of one zone of a cluster: its machines, and those that the autoscaler added, which count as one more place. */
export class NodePool extends Part implements NodeGroup {
  readonly members: Member[] = [];
  readonly all: Node[] = [];
  readonly added = noAddedNodes();
  /** As the workloads left it in the last tick. `calm`: every node is well and undisturbed, which is the usual case. */
  override readonly state = {
    added: this.added,
    calm: 1,
    t: 0,
    pendingPods: 0,
    pendingCores: 0,
    addedPods: 0,
    addedCores: 0,
  };
  private readonly plan: NodePoolPlan;
  private readonly site: Site;
  private readonly instance: Instance<NodePoolPlan>;
  private machines: MachinePool | null = null;
  private bound: ControlPlane | null = null;
  private readonly told = { pendingPods: 0, pendingCores: 0, addedPods: 0, addedCores: 0 };

  constructor(instance: Instance<NodePoolPlan>, site: Site) {
    super(instance, site);
    this.plan = instance.plan;
    this.site = site;
    this.instance = instance;
    this.state.t = site.startAt;
  }

  /** Bound to machines and cluster, whichever part comes to it first. */
  override wire(find: FindPart): void {
    if (this.machines) return;
    const { plan, instance, site, state } = this;
    const machines = find(plan.pool);
    const plane = find(plan.cluster);
    if (!(machines instanceof MachinePool) || !(plane instanceof ControlPlane))
      throw new Error(`${this.name} has no machines or no cluster.`);
    this.machines = machines;
    this.bound = plane;
    plane.join(this);
    const certificateEndsAt = site.startAt + plan.certificateDays * DAY_MS;
    for (const [i, machine] of machines.machines.entries()) {
      const planned = instance.members[i];
      if (!planned) throw new Error(`${this.name} has no node for ${machine.id}.`);
      const node = new Node(site.name(planned.id), machine, plan);
      this.all.push(node);
      this.members.push({
        id: node.id,
        zone: planned.zone,
        spec: {
          coresAllocatable: node.coresAllocatable,
          podsMax: plan.podsMax,
          evictionMemoryRatio: plan.evictionMemoryRatio,
          evictionDiskRatio: plan.evictionDiskRatio,
          certificateExpiresAt: certificateEndsAt,
        },
        state: node.state,
        fx: node.fx,
        effects: node.effects,
        series: (labels) => node.series(labels, certificateEndsAt, () => state.t),
        target: () => node.target(),
      });
    }
  }

  /** @throws Error before it is wired. */
  get plane(): ControlPlane {
    if (!this.bound) throw new Error(`${this.name} is not wired.`);
    return this.bound;
  }

  override standsOn({ id }: Member): readonly string[] {
    const node = this.all.find((one) => one.id === id);
    return node ? [node.machine.id, ...this.plane.members.map((member) => member.id)] : [];
  }

  /** Where pods belong at rest. @returns pods by node. */
  place(pods: number): number[] {
    return this.machines?.place(pods) ?? [];
  }

  /** Index of the place of added nodes, behind those of the machines. */
  get addedPlace(): number {
    return this.all.length;
  }

  private get nodeCores(): number {
    return this.plan.machines.cores - this.plan.reservedCores;
  }

  get nodes(): number {
    return this.all.length + this.added.ready;
  }

  get readyNodes(): number {
    let ready = this.added.ready;
    for (const { state } of this.all) ready += state.ready;
    return ready;
  }

  get podsPending(): number {
    return this.state.pendingPods;
  }

  get podsOnAdded(): number {
    return this.state.addedPods;
  }

  get nodesWanted(): number {
    const { pendingCores } = this.state;
    return pendingCores > 0 ? this.added.ready + Math.ceil(pendingCores / this.nodeCores) : 0;
  }

  get coresAllocatable(): number {
    return this.readyNodes * this.nodeCores;
  }

  get coresRequested(): number {
    let cores = this.state.addedCores;
    for (const { state } of this.all) cores += state.requested;
    return cores;
  }

  /** Whether a pod that requests so much finds room at this place. */
  hasRoom(place: number, cores: number): boolean {
    if (place === this.addedPlace)
      return this.state.addedCores + cores <= this.added.ready * this.nodeCores && this.added.ready > 0;
    const node = this.all[place];
    return node !== undefined && node.takes && node.state.requested + cores <= this.nodeCores;
  }

  /** Share of a place that is requested: the scheduler prefers the emptiest. */
  fullness(place: number): number {
    if (place === this.addedPlace) return 1;
    return (this.all[place]?.state.requested ?? 0) / this.nodeCores;
  }

  /** A pod was sent there in this tick. */
  book(place: number, cores: number): void {
    const node = this.all[place];
    if (node) node.state.requested += cores;
    else this.state.addedCores += cores;
  }

  /** A workload tells what it runs on added nodes and what waits for a node. */
  tell(addedPods: number, pendingPods: number, cores: number): void {
    const { told } = this;
    told.addedPods += addedPods;
    told.addedCores += addedPods * cores;
    told.pendingPods += pendingPods;
    told.pendingCores += pendingPods * cores;
  }

  override begin({ t, dtS }: Tick): void {
    const { state, told } = this;
    const { writes, schedules, creates } = this.plane;
    state.t = t;
    let calm = writes && schedules && creates ? 1 : 0;
    for (const node of this.all) {
      node.begin(writes, dtS);
      if (!node.calm || !node.machine.calm) calm = 0;
    }
    state.calm = calm;
    told.addedPods = told.addedCores = told.pendingPods = told.pendingCores = 0;
  }

  override step(): void {}

  override end(): void {
    const { state, told } = this;
    for (const node of this.all) node.end();
    state.addedPods = told.addedPods;
    state.addedCores = told.addedCores;
    state.pendingPods = told.pendingPods;
    state.pendingCores = told.pendingCores;
  }
}

export const behaviour = defineBehaviour(
  "tke_node",
  tkeNodeFleet,
  (instance, site) => new NodePool(instance, site),
);
