import { DAY_MS, type UnixMs } from "@/lib/core/time";
import { newHistogram } from "@/lib/simulator/latency";
import {
  defineBehaviour,
  Part,
  type Instance,
  type Member,
  type Site,
  type Tick,
} from "@/lib/simulator/part";
import { SeriesOf } from "@/lib/simulator/series";
import { CALL_BUCKETS, REQUEST_BUCKETS } from "../views";
import { ApiServer } from "./behaviour-api-server";

import { stepAddedNodes, type AddedNodes, type Scaling } from "./behaviour-autoscaler";
import { tkeClusterFleet, type ClusterPlan } from "./fleet";
import { POD_START_BUCKETS } from "./metrics";

/** A pod is created, scheduled, pulled, started and reported: so many requests to the API server. Our choice. */
const REQUESTS_PER_START = 20;
/** A controller whose pod was refused tries again about so often. */
const CREATE_AGAIN_S = 10;

/** The nodes of a zone, as their cluster sees them. */
export interface NodeGroup {
  readonly added: AddedNodes;
  readonly nodes: number;
  readonly readyNodes: number;
  readonly podsPending: number;
  /** Nodes of this group's size that its pending pods would fill. */
  readonly nodesWanted: number;
  readonly podsOnAdded: number;
  readonly coresAllocatable: number;
  readonly coresRequested: number;
}

const newScaling = (): Scaling => ({ up: 0, down: 0, refused: 0 });

/** API server, etcd, scheduler and autoscaler of a cluster. What it cannot do, its nodes and workloads wait for. */
export class ControlPlane extends Part {
  readonly members: readonly Member[];
  private readonly plan: ClusterPlan;
  private readonly certificateEndsAt: UnixMs;
  private readonly groups: NodeGroup[] = [];
  private readonly fx = {
    apiDown: 0,
    load: 0,
    etcdDelayS: 0,
    quorumLost: 0,
    spaceTaken: 0,
    certificateEnded: 0,
    schedulerDown: 0,
    cloudBanned: 0,
    webhookDown: 0,
    batchPods: 0,
  };
  private readonly api: ApiServer;
  private readonly own = {
    t: 0,
    added: 0,
    removed: 0,
    orders: 0,
    refusedOrders: 0,
    rejections: 0,
    pending: 0,
    starts: newHistogram(POD_START_BUCKETS),
  };
  private readonly scaling = newScaling();
  private startsNow = 0;
  private rejectedNow = 0;

  constructor(instance: Instance<ClusterPlan>, site: Site) {
    super(instance, site);
    this.plan = instance.plan;
    this.certificateEndsAt = site.startAt + instance.plan.certificateDays * DAY_MS;
    this.own.t = site.startAt;
    this.api = new ApiServer(this.fx, instance.plan.nodes);
    this.members = instance.members.map(({ id, zone }) => this.member(site.name(id), zone));
  }

  private member(id: string, zone: Member["zone"]): Member {
    const { plan, fx, own, api, certificateEndsAt } = this;
    const raise = (name: keyof typeof fx, value = 1): void => {
      fx[name] = Math.max(fx[name], value);
    };
    const batch = (p: Readonly<Record<string, unknown>>): void => raise("batchPods", Number(p["batchPods"]));
    return {
      id,
      zone,
      spec: {
        version: plan.version,
        zones: plan.zones,
        etcdMembers: plan.etcdMembers,
        etcdQuotaBytes: plan.etcdQuotaBytes,
        nodesAddedMax: plan.nodesAddedMax * plan.zones.length,
        certificateExpiresAt: certificateEndsAt,
        deletionProtection: true,
      },
      state: { own, api: api.state },
      fx,
      effects: {
        "tke_cluster.apiserver_down": () => raise("apiDown"),
        "tke_cluster.apiserver_overload": (p) => raise("load", Number(p["loadRatio"])),
        "tke_cluster.etcd_slow_disk": (p) => raise("etcdDelayS", Number(p["delayMs"]) / 1_000),
        "tke_cluster.etcd_quorum_lost": () => raise("quorumLost"),
        // What fills it comes within half a minute.
        "tke_cluster.etcd_space_exhausted": (_, forS) => raise("spaceTaken", Math.min(1, (forS + 5) / 30)),
        "tke_cluster.certificate_expired": () => raise("certificateEnded"),
        "tke_cluster.scheduler_down": (p) => {
          raise("schedulerDown");
          batch(p);
        },
        "tke_cluster.cloud_api_banned": (p) => {
          raise("cloudBanned");
          batch(p);
        },
        "tke_cluster.admission_webhook_down": (p) => {
          raise("webhookDown");
          batch(p);
        },
      },
      series: (labels) => {
        const { state } = api;
        return new SeriesOf(labels)
          .always("tke_cluster_up", () => state.up)
          .counter("tke_cluster_apiserver_requests_total", () => state.ok, { code: "2xx" })
          .counter("tke_cluster_apiserver_requests_total", () => state.refused, { code: "4xx" })
          .counter("tke_cluster_apiserver_requests_total", () => state.failed, { code: "5xx" })
          .histogram("tke_cluster_apiserver_request_duration_seconds", REQUEST_BUCKETS, state.latency)
          .gauge("tke_cluster_apiserver_inflight_requests", () => state.inFlight)
          .always("tke_cluster_etcd_members_up", () =>
            fx.quorumLost > 0 ? Math.ceil(plan.etcdMembers / 2) - 1 : plan.etcdMembers,
          )
          .always("tke_cluster_etcd_has_leader", () => (fx.quorumLost > 0 ? 0 : 1))
          .counter("tke_cluster_etcd_leader_changes_total", () => state.leaderChanges)
          .histogram("tke_cluster_etcd_commit_duration_seconds", CALL_BUCKETS, state.commits)
          .always("tke_cluster_etcd_database_bytes", () =>
            Math.round(plan.etcdQuotaBytes * Math.max(plan.etcdRest, fx.spaceTaken)),
          )
          .always("tke_cluster_etcd_quota_bytes", () => plan.etcdQuotaBytes)
          .always("tke_cluster_nodes", () => this.sum("nodes"))
          .always("tke_cluster_nodes_ready", () => this.sum("readyNodes"))
          .counter("tke_cluster_node_scalings_total", () => own.added, { direction: "up", outcome: "ok" })
          .counter("tke_cluster_node_scalings_total", () => own.refusedOrders, {
            direction: "up",
            outcome: "error",
          })
          .counter("tke_cluster_node_scalings_total", () => own.removed, { direction: "down", outcome: "ok" })
          .always("tke_cluster_pods_pending", () => own.pending)
          .gauge("tke_cluster_cpu_requested_ratio", () => {
            const cores = this.sum("coresAllocatable");
            return cores > 0 ? this.sum("coresRequested") / cores : 1;
          })
          .histogram("tke_cluster_pod_start_duration_seconds", POD_START_BUCKETS, own.starts)
          .counter("tke_cluster_admission_rejections_total", () => own.rejections)
          .always("tke_cluster_certificate_remaining_seconds", () =>
            fx.certificateEnded > 0 ? 0 : Math.max(0, Math.round((certificateEndsAt - own.t) / 1_000)),
          ).all;
      },
      target: () => ({
        compared: {
          up: api.up,
          etcdMembersUp: fx.quorumLost > 0 ? 1 : plan.etcdMembers,
          etcdSpaceLeft: fx.spaceTaken < 1,
          etcdDelayMs: Math.round(fx.etcdDelayS * 1_000),
          overloaded: fx.load > 0,
          certificateValid: fx.certificateEnded === 0,
          schedulerUp: fx.schedulerDown === 0,
          cloudApiAllowed: fx.cloudBanned === 0,
          webhookUp: fx.webhookDown === 0,
        },
        detail: { podsPending: own.pending, nodesReady: this.sum("readyNodes") },
      }),
    };
  }

  /** Whether anything can be changed: pods taken off nodes, counts of pods set. */
  get writes(): boolean {
    return this.api.writes;
  }

  /** Whether pods can be created. */
  get creates(): boolean {
    return this.writes && this.fx.webhookDown === 0;
  }

  /** Whether created pods get a node. */
  get schedules(): boolean {
    return this.writes && this.fx.schedulerDown === 0;
  }

  private sum(name: Exclude<keyof NodeGroup, "added">): number {
    let sum = 0;
    for (const group of this.groups) sum += group[name];
    return sum;
  }

  /** Nodes of a zone join the cluster. */
  join(group: NodeGroup): void {
    this.groups.push(group);
  }

  /** A pod became ready so long after it was asked for. */
  countStart(tookS: number): void {
    const { starts } = this.own;
    for (const [i, bound] of POD_START_BUCKETS.entries())
      if (tookS <= bound) starts.counts[i] = (starts.counts[i] ?? 0) + 1;
    starts.count += 1;
    starts.sumS += tookS;
    this.startsNow += 1;
  }

  /** So many pods could not be created in this tick. */
  countRefused(pods: number, dtS: number): void {
    if (this.fx.webhookDown > 0) this.rejectedNow += (pods * dtS) / CREATE_AGAIN_S;
  }

  override begin({ t }: Tick): void {
    this.own.t = t;
  }

  override step({ dtS }: Tick): void {
    const { fx, api, own, plan, scaling } = this;
    if (fx.batchPods > 0) this.countRefused(fx.batchPods, dtS);
    own.rejections += this.rejectedNow;
    api.step((this.startsNow * REQUESTS_PER_START) / dtS, this.rejectedNow, dtS);
    this.startsNow = 0;
    this.rejectedNow = 0;
    // A batch that fits nowhere waits for a node; one that was never created does not wait at all.
    own.pending = fx.webhookDown > 0 ? 0 : fx.batchPods;
    const forBatch = fx.cloudBanned > 0 && fx.batchPods > 0 ? 1 : 0;
    for (const [i, group] of this.groups.entries()) {
      own.pending += group.podsPending;
      const wanted = group.nodesWanted + (i === 0 ? forBatch : 0);
      const max = plan.nodesAddedMax + (i === 0 ? forBatch : 0);
      const busy = group.podsOnAdded > 0;
      stepAddedNodes(group.added, wanted, busy, max, this.writes, fx.cloudBanned > 0, dtS, scaling);
      own.added += scaling.up;
      own.removed += scaling.down;
      own.refusedOrders += scaling.refused;
    }
  }
}

export const behaviour = defineBehaviour(
  "tke_cluster",
  tkeClusterFleet,
  (instance, site) => new ControlPlane(instance, site),
);
