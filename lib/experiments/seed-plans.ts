import type { z } from "zod";
import type { experimentPlanSchema } from "./schemas";

type Plan = z.input<typeof experimentPlanSchema>;
type Check = Plan["steadyState"][number];

/** What the shoppers feel. Half a minute: long enough to count thousands of requests, short enough to see a recovery. */
const SUCCESS = `sum(rate(business_requests_total{outcome="ok"}[30s])) / sum(rate(business_requests_total[30s]))`;

/** The objective of the business, `lib/products/business`. */
const BUSINESS_SUCCEEDS: Check = {
  title: "At least 99.5 % of the requests succeed",
  titleZh: "业务成功率不低于 99.5 %",
  expr: SUCCESS,
  min: 0.995,
  unit: "ratio",
};

/** Our choice: a drill may cost one request in five for a moment; more is a real outage, and the drill must stop. */
const BUSINESS_SURVIVES: Check = {
  title: "At least 80 % of the requests succeed",
  titleZh: "业务成功率不低于 80 %",
  expr: SUCCESS,
  min: 0.8,
  unit: "ratio",
};

const allUp = (product: string, cluster: string, count: number): Check => ({
  title: `All ${count} nodes of ${cluster} answer`,
  titleZh: `${cluster} 的 ${count} 个节点全部应答`,
  expr: `sum(${product}_up{cluster="${cluster}"})`,
  min: count,
});

const onePrimary = (product: string, cluster: string): Check => ({
  title: `${cluster} has a primary that answers`,
  titleZh: `${cluster} 有可用主节点`,
  expr: `sum(${product}_up{cluster="${cluster}"} * ${product}_is_primary{cluster="${cluster}"})`,
  min: 1,
});

/** The member of a cluster that is primary now. */
const primaryOf = (product: string, cluster: string): string =>
  `${product}_is_primary{cluster="${cluster}"} == 1 and ${product}_up == 1`;

/** The member with the most lag would do too; the first replica by name keeps runs comparable. */
const replicaOf = (cluster: string): string =>
  `bottomk(1, mysql_replication_lag_seconds{cluster="${cluster}"} and mysql_is_primary == 0)`;

/** Time until a rule has fired: what builds up, then a sample, `for`, one evaluation to spare, a second for the runner. */
const detectWithin = (forS: number, buildUpS = 0): number => buildUpS + forS + 5 + 5 + 1;

/** Errors need some seconds until a rate over a minute shows them; `for` of the error rules is half a minute. */
const ERRORS_WITHIN_S = detectWithin(30, 15);

export interface SeedExperiment {
  slug: string;
  title: string;
  titleZh: string;
  description: string;
  descriptionZh: string;
  drill: boolean;
  plan: Plan;
}

export const SEED_EXPERIMENTS: readonly SeedExperiment[] = [
  {
    slug: "mysql-primary-down",
    title: "MySQL primary down",
    titleZh: "MySQL 主节点宕机",
    description:
      "The primary of the order database stops answering. Proves that a new primary is elected within a minute, that the alarm tells it in time, and that the node comes back.",
    descriptionZh: "订单库主节点停止应答。验证一分钟内选出新主、告警及时、节点恢复。",
    drill: true,
    plan: {
      steps: [
        {
          faultId: "mysql.primary_down",
          targetExpr: primaryOf("mysql", "mysql-order"),
          durationS: 90,
        },
      ],
      steadyState: [BUSINESS_SUCCEEDS, allUp("mysql", "mysql-order", 3)],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "MysqlPrimaryDown",
          labels: { cluster: "mysql-order" },
          expect: "fire",
          withinS: detectWithin(10),
        },
        {
          rule: "MysqlNodeDown",
          labels: { cluster: "mysql-order" },
          expect: "fire",
          withinS: detectWithin(10),
        },
        // Writes fail until the election: orders and payments, and the balancers before them, must tell it too.
        {
          rule: "BusinessSuccessRateLow",
          labels: { scenario: "order" },
          expect: "fire",
          withinS: ERRORS_WITHIN_S,
        },
        {
          rule: "BusinessSuccessRateLow",
          labels: { scenario: "pay" },
          expect: "fire",
          withinS: ERRORS_WITHIN_S,
        },
        { rule: "ClbErrorRateHigh", expect: "fire", withinS: ERRORS_WITHIN_S },
        { rule: "RedisDown", expect: "silent" },
        { rule: "CvmDown", expect: "silent" },
        { rule: "TkePodsUnavailable", expect: "silent" },
      ],
      // Published target of managed three-node, two-zone databases.
      targets: [{ ...onePrimary("mysql", "mysql-order"), withinS: 60 }],
    },
  },
  {
    slug: "mysql-cpu-exhausted",
    title: "MySQL CPU exhausted",
    titleZh: "MySQL CPU 耗尽",
    description:
      "A process takes nearly all cores of the order database's primary. Proves that the CPU alarm tells it.",
    descriptionZh: "订单库主节点 CPU 被占满。验证 CPU 告警。",
    drill: false,
    plan: {
      steps: [
        {
          faultId: "mysql.cpu_exhaustion",
          targetExpr: primaryOf("mysql", "mysql-order"),
          parameters: { usageRatio: 0.85 },
          durationS: 90,
        },
      ],
      steadyState: [BUSINESS_SUCCEEDS],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "MysqlCpuHigh",
          labels: { cluster: "mysql-order" },
          expect: "fire",
          withinS: detectWithin(30),
        },
        { rule: "MysqlPrimaryDown", expect: "silent" },
        { rule: "RedisDown", expect: "silent" },
      ],
    },
  },
  {
    slug: "mysql-replica-falls-behind",
    title: "MySQL replica falls behind",
    titleZh: "MySQL 从节点延迟",
    description:
      "The applier of a replica of the user database stops. Proves that lag is told before shoppers see old data.",
    descriptionZh: "用户库一个从节点停止应用日志。验证在用户读到旧数据前告警。",
    drill: false,
    plan: {
      steps: [{ faultId: "mysql.replication_delay", targetExpr: replicaOf("mysql-user"), durationS: 90 }],
      steadyState: [BUSINESS_SUCCEEDS],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "MysqlReplicationLagHigh",
          labels: { cluster: "mysql-user" },
          expect: "fire",
          // Lag grows a second each second, so it passes the limit of ten after ten.
          withinS: detectWithin(30, 10),
        },
        { rule: "BusinessSuccessRateLow", expect: "silent" },
      ],
    },
  },
  {
    slug: "redis-primary-down",
    title: "Redis primary down",
    titleZh: "Redis 主节点宕机",
    description:
      "The primary of the session cache stops answering. Proves that the replica takes over and the database carries the reads.",
    descriptionZh: "会话缓存主节点停止应答。验证从节点接管、数据库承受读流量。",
    drill: false,
    plan: {
      steps: [{ faultId: "redis.node_down", targetExpr: primaryOf("redis", "redis-session"), durationS: 90 }],
      steadyState: [BUSINESS_SUCCEEDS, allUp("redis", "redis-session", 2)],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "RedisDown",
          labels: { cluster: "redis-session" },
          expect: "fire",
          withinS: detectWithin(10),
        },
        { rule: "MysqlPrimaryDown", expect: "silent" },
        { rule: "CvmDown", expect: "silent" },
      ],
      // Our choice: the time that a database failover is given.
      targets: [{ ...onePrimary("redis", "redis-session"), withinS: 60 }],
    },
  },
  {
    slug: "node-down",
    title: "Node down",
    titleZh: "节点宕机",
    description:
      "One server of zone a stops answering. Proves that its pods run elsewhere within two minutes.",
    descriptionZh: "可用区 a 的一台服务器停止应答。验证其 Pod 两分钟内在其他节点重建。",
    drill: false,
    plan: {
      steps: [{ faultId: "cvm.node_down", targets: ["cvm-a-1"], durationS: 180 }],
      steadyState: [
        BUSINESS_SUCCEEDS,
        {
          title: "All desired pods are ready",
          titleZh: "期望的 Pod 全部就绪",
          expr: "sum(tke_pods_ready) / sum(tke_pods_desired)",
          min: 1,
          unit: "ratio",
        },
      ],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        { rule: "CvmDown", labels: { resource: "cvm-a-1" }, expect: "fire", withinS: detectWithin(10) },
        // Kubernetes waits 40 s for a report of the node before it says so.
        {
          rule: "TkeNodeNotReady",
          labels: { resource: "tke-node-a-1" },
          expect: "fire",
          withinS: detectWithin(10, 40),
        },
        { rule: "MysqlPrimaryDown", expect: "silent" },
        { rule: "RedisDown", expect: "silent" },
      ],
      targets: [
        {
          title: "All desired pods are ready again",
          titleZh: "期望的 Pod 重新全部就绪",
          expr: "sum(tke_pods_ready) / sum(tke_pods_desired)",
          min: 1,
          unit: "ratio",
          // Published target of managed Kubernetes after the loss of a node.
          withinS: 120,
        },
      ],
    },
  },
  {
    slug: "pods-crash",
    title: "Pods of the order service crash",
    titleZh: "订单服务 Pod 崩溃",
    description:
      "Half of the order service's pods in zone a crash again and again. Proves that the other half and the other zones carry the load.",
    descriptionZh: "可用区 a 一半的订单服务 Pod 反复崩溃。验证其余 Pod 与其他可用区承受负载。",
    drill: false,
    plan: {
      steps: [
        { faultId: "tke.pod_crash", targets: ["tke-order-a"], parameters: { podsRatio: 0.5 }, durationS: 90 },
      ],
      steadyState: [BUSINESS_SUCCEEDS],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "TkePodsUnavailable",
          labels: { resource: "tke-order-a" },
          expect: "fire",
          withinS: detectWithin(30),
        },
        {
          rule: "TkePodsCrashLoop",
          labels: { resource: "tke-order-a" },
          expect: "fire",
          withinS: detectWithin(30),
        },
        { rule: "CvmDown", expect: "silent" },
        { rule: "MysqlPrimaryDown", expect: "silent" },
      ],
    },
  },
  {
    slug: "clb-zone-down",
    title: "CLB loses its zone",
    titleZh: "CLB 失去可用区",
    description:
      "A load balancer of the mall loses the zone that it serves from. Proves that it moves to the other one within 30 seconds.",
    descriptionZh: "商城的一个负载均衡失去所在可用区。验证 30 秒内切换到另一可用区。",
    drill: false,
    plan: {
      steps: [{ faultId: "clb.zone_down", targets: ["clb-mall-a"], durationS: 90 }],
      steadyState: [BUSINESS_SUCCEEDS],
      // Half of the mall enters by this balancer: for a moment half of it may fail.
      guards: [
        {
          ...BUSINESS_SURVIVES,
          title: "At least 30 % of the requests succeed",
          titleZh: "业务成功率不低于 30 %",
          min: 0.3,
        },
      ],
      alarms: [
        {
          rule: "ClbErrorRateHigh",
          labels: { resource: "clb-mall-a" },
          expect: "fire",
          withinS: detectWithin(30),
        },
        { rule: "BusinessSuccessRateLow", expect: "fire", withinS: ERRORS_WITHIN_S },
        { rule: "MysqlPrimaryDown", expect: "silent" },
        { rule: "RedisDown", expect: "silent" },
      ],
      targets: [
        {
          title: "Fewer than 1 % of its answers are 5xx",
          titleZh: "5xx 应答少于 1 %",
          expr: `sum(rate(clb_requests_total{resource="clb-mall-a",code="5xx"}[10s])) / sum(rate(clb_requests_total{resource="clb-mall-a"}[10s]))`,
          max: 0.01,
          unit: "ratio",
          // Published target of managed balancers is 30 s; ten more for the window of the rate.
          withinS: 40,
        },
      ],
    },
  },
  {
    slug: "ckafka-consumers-stall",
    title: "CKafka consumers stall",
    titleZh: "CKafka 消费停滞",
    description:
      "Fetches from one broker are throttled, so messages pile up. Proves that the backlog is told and drains afterwards.",
    descriptionZh: "限制从一个节点拉取消息，消息堆积。验证积压告警且恢复后消化。",
    drill: false,
    plan: {
      steps: [{ faultId: "ckafka.consumer_stall", targets: ["ckafka-0"], durationS: 240 }],
      steadyState: [BUSINESS_SUCCEEDS],
      guards: [BUSINESS_SURVIVES],
      alarms: [
        {
          rule: "CkafkaConsumerLagHigh",
          labels: { resource: "ckafka-0" },
          expect: "fire",
          // The reason of the rule's limit: more than a minute of ordinary traffic. Three at quiet hours.
          withinS: detectWithin(30, 180),
        },
        { rule: "BusinessSuccessRateLow", expect: "silent" },
      ],
      recoverWithinS: 600,
    },
  },
];
