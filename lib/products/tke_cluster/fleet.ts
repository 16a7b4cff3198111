import { single, ZONES, type App, type Instance, type Zone } from "@/lib/simulator/part";

const GIB = 1024 ** 3;

export interface ClusterPlan {
  version: string;
  zones: readonly Zone[];
  etcdMembers: number;
  etcdQuotaBytes: number;
  /** Share of etcd's quota that is used when the history begins. */
  etcdRest: number;
  /** Nodes of its pools; the load of the API server goes by them. */
  nodes: number;
  /** Nodes that the autoscaler may add to each pool. */
  nodesAddedMax: number;
  /** Days from the start of the history until the certificate of the API server ends. */
  certificateDays: number;
}

const cluster = (app: App, name: string, plan: ClusterPlan): Instance<ClusterPlan> => ({
  name,
  app,
  ...single(name),
  plan,
});

const managed = {
  version: "1.32",
  zones: ZONES,
  etcdMembers: 3,
  /** The largest that etcd's documentation suggests. */
  etcdQuotaBytes: 8 * GIB,
};

/** Risk checks have something to find: the brokerage's cluster cannot grow, and its certificate ends first. */
export const tkeClusterFleet: readonly Instance<ClusterPlan>[] = [
  cluster("mall", "tke-cluster-mall", {
    ...managed,
    etcdRest: 0.16,
    nodes: 24,
    nodesAddedMax: 4,
    certificateDays: 320,
  }),
  cluster("brokerage", "tke-cluster-broker", {
    ...managed,
    etcdRest: 0.11,
    nodes: 12,
    nodesAddedMax: 0,
    certificateDays: 60,
  }),
];
