import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { noAddedNodes, stepAddedNodes, type Scaling } from "@/lib/products/tke_cluster/behaviour-autoscaler";
import { fault, metricsBehind, MORNING, play } from "../../support/play-world";

const START = MORNING + 2 * MINUTE_MS;
const METRICS = metricsBehind([
  "tke_pods_ready",
  "tke_pods_desired",
  "tke_node_ready",
  "business_requests_total",
  "tke_cluster_up",
  "tke_cluster_apiserver_requests_total",
]);
const valueOf = async (played: ReturnType<typeof play>, expr: string, at: number) =>
  (await played.ask(expr, at))[0]?.v ?? Number.NaN;
const missing = 'sum(tke_pods_desired{app="mall"}) - sum(tke_pods_ready{app="mall"})';

describe.each([
  ["tke_cluster.apiserver_down"],
  ["tke_cluster.etcd_quorum_lost"],
  ["tke_cluster.certificate_expired"],
])("while a cluster cannot be changed (%s) and a node is lost", (faultId) => {
  const end = START + 4 * MINUTE_MS;
  const played = play(
    MORNING,
    9 * MINUTE_MS,
    {
      faults: [
        fault(faultId, "tke-cluster-mall", START, end - START),
        fault("cvm.node_down", "cvm-a-1", START + 10 * SECOND_MS, 7 * MINUTE_MS),
      ],
    },
    { metrics: METRICS },
  );

  it("pods that run go on serving", async () => {
    const success =
      'sum(rate(business_requests_total{app="mall",outcome="ok"}[1m])) / sum(rate(business_requests_total{app="mall"}[1m]))';
    expect(await valueOf(played, success, end - 10 * SECOND_MS)).toBeGreaterThan(0.999);
  });

  it("lost pods are not replaced, and the node still counts as ready, as nobody can note it", async () => {
    expect(await valueOf(played, missing, end - 10 * SECOND_MS)).toBeGreaterThan(0);
    expect(await valueOf(played, 'tke_node_ready{resource="tke-node-a-1"}', end - 10 * SECOND_MS)).toBe(1);
  });

  it("they run elsewhere within two minutes after it is back", async () =>
    expect(await valueOf(played, missing, end + 2 * MINUTE_MS)).toBe(0));
});

it("without a scheduler a lost pod is created and waits; without admission it is not created at all", async () => {
  const lose = (faultId: string) =>
    play(
      MORNING,
      6 * MINUTE_MS,
      {
        faults: [
          fault(faultId, "tke-cluster-mall", START, 4 * MINUTE_MS),
          fault("cvm.node_down", "cvm-a-1", START, 4 * MINUTE_MS),
        ],
      },
      { metrics: new Set(["tke_pods_waiting"]) },
    );
  const waiting = 'sum(tke_pods_waiting{reason="Pending",app="mall"})';
  const at = START + 3 * MINUTE_MS;
  expect(await valueOf(lose("tke_cluster.scheduler_down"), waiting, at)).toBeGreaterThan(0);
  expect(await valueOf(lose("tke_cluster.admission_webhook_down"), waiting, at)).toBe(0);
});

it("counts a dead API server's calls as failed, at the balancer before it", async () => {
  const played = play(
    MORNING,
    5 * MINUTE_MS,
    { faults: [fault("tke_cluster.apiserver_down", "tke-cluster-mall", START, 3 * MINUTE_MS)] },
    { metrics: METRICS },
  );
  const [ratio] = await played.view(
    "tke_cluster_apiserver_error_ratio",
    START + 2 * MINUTE_MS,
    'resource="tke-cluster-mall"',
  );
  expect(ratio?.v).toBe(1);
});

describe("the autoscaler of nodes", () => {
  const out: Scaling = { up: 0, down: 0, refused: 0 };
  /** Steps of 5 s with the same wish. @returns what was asked for in all. */
  function run(
    added: ReturnType<typeof noAddedNodes>,
    seconds: number,
    { wanted = 0, busy = false, max = 4, able = true, banned = false },
  ) {
    const sum = { up: 0, down: 0, refused: 0 };
    for (let s = 0; s < seconds; s += 5) {
      stepAddedNodes(added, wanted, busy, max, able, banned, 5, out);
      sum.up += out.up;
      sum.down += out.down;
      sum.refused += out.refused;
    }
    return sum;
  }

  it("gets nodes minutes after it asked, once for all of them", () => {
    const added = noAddedNodes();
    expect(run(added, 120, { wanted: 2 })).toEqual({ up: 2, down: 0, refused: 0 });
    expect(added.ready).toBe(0);
    run(added, 60, { wanted: 2, busy: true });
    expect(added.ready).toBe(2);
  });

  it("asks for no more than it may", () =>
    expect(run(noAddedNodes(), 600, { wanted: 9, max: 3, busy: true }).up).toBe(3));

  it("gives nodes back when nothing has run on them for ten minutes, and not before", () => {
    const added = { ...noAddedNodes(), ready: 2 };
    expect(run(added, 590, {})).toMatchObject({ down: 0 });
    expect(run(added, 20, {})).toMatchObject({ down: 2 });
    expect(added.ready).toBe(0);
  });

  it("is refused again and again while the cloud bans it, and does nothing while the cluster is down", () => {
    expect(run(noAddedNodes(), 120, { wanted: 1, banned: true })).toEqual({ up: 0, down: 0, refused: 4 });
    expect(run(noAddedNodes(), 120, { wanted: 1, able: false })).toEqual({ up: 0, down: 0, refused: 0 });
  });
});
