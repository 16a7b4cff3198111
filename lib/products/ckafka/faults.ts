import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

export const ckafkaFaults: readonly FaultDefinition[] = [
  {
    id: "ckafka.broker_down",
    product: "ckafka",
    kind: "node-loss",
    title: { en: "Broker down", zh: "Broker 宕机" },
    does: {
      en: "The broker stops answering. Messages for its partitions fail until the others lead them.",
      zh: "节点停止应答，其分区的消息写入失败，直到其他节点接管领导。",
    },
    undoes: {
      en: "The broker starts, copies what it missed and leads its partitions again.",
      zh: "节点启动，补齐数据后重新领导其分区。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "ckafka_up", direction: "down" },
      { metric: "ckafka_under_replicated_partitions", direction: "up" },
    ],
    trips: ["CkafkaBrokerDown", "CkafkaUnderReplicated"],
    refuse: (target, peers) =>
      peers.some((peer) => peer.state.compared.up === true)
        ? null
        : {
            en: `No other broker of ${target.cluster ?? target.id} is up.`,
            zh: `${target.cluster ?? target.id} 没有其他存活节点。`,
          },
  },
  {
    id: "ckafka.consumer_stall",
    product: "ckafka",
    kind: "capacity-loss",
    title: { en: "Consumers stall", zh: "消费停滞" },
    does: {
      en: "Fetches from the broker are throttled, so what consumer groups read from it falls behind.",
      zh: "限制从该节点拉取消息，消费组落后并积压。",
    },
    undoes: {
      en: "The throttle is taken off; the backlog drains as fast as the consumers can.",
      zh: "取消限流，积压按消费能力消化。",
    },
    parameters: z.object({
      /** Share of the ordinary fetch capacity that is left. */
      capacityRatio: z.number().min(0).max(0.5).default(0),
    }),
    risk: 1,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "ckafka_consumer_lag_messages", direction: "up" },
      { metric: "ckafka_messages_out_total", direction: "down" },
    ],
    trips: ["CkafkaConsumerLagHigh"],
  },
  {
    id: "ckafka.disk_full",
    product: "ckafka",
    kind: "resource-exhaustion",
    title: { en: "Broker disk full", zh: "Broker 磁盘写满" },
    does: {
      en: "A file grows on the broker's volume until its log directory goes offline: the broker leads no partition and follows none, though it answers.",
      zh: "节点数据盘被文件写满，日志目录离线：节点仍有应答，但不再领导或跟随任何分区。",
    },
    undoes: {
      en: "The file is deleted; the broker starts again, copies what it missed and leads its partitions.",
      zh: "删除文件，节点重启并补齐数据，重新领导其分区。",
    },
    parameters: z.object({
      fillRatioPerMinute: z.number().min(0.01).max(5).default(0.6),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "ckafka_disk_usage_ratio", direction: "up" },
      { metric: "ckafka_under_replicated_partitions", direction: "up" },
      { metric: "ckafka_leader_partitions", direction: "down" },
    ],
    trips: ["CkafkaDiskHigh", "CkafkaUnderReplicated"],
    refuse: refuseUnlessWell,
  },
  {
    id: "ckafka.poison_message",
    product: "ckafka",
    kind: "retry-storm",
    title: { en: "Poison message", zh: "毒消息" },
    does: {
      en: "A message that a group cannot work off is tried again and again: the partitions behind it stand still for that group, the others go on.",
      zh: "消费组反复重试无法处理的消息，所在分区对该组停止消费，其余分区正常。",
    },
    undoes: {
      en: "The message is skipped (the offset is moved past it); the backlog drains as fast as the consumers can.",
      zh: "跳过该消息（重置位点），积压按消费能力消化。",
    },
    parameters: z.object({
      /** Share of the broker's partitions that hold such a message. */
      partitionsRatio: z.number().min(0.05).max(1).default(0.5),
      /** The consumer group; empty for the cluster's first one. */
      group: z.string().max(100).default(""),
    }),
    risk: 1,
    durationS: { default: 300, max: 3_600 },
    moves: [{ metric: "ckafka_consumer_lag_messages", direction: "up" }],
    trips: ["CkafkaConsumerLagHigh"],
  },
  {
    id: "ckafka.leader_imbalance",
    product: "ckafka",
    kind: "misconfiguration",
    title: { en: "Leader imbalance", zh: "分区 Leader 不均衡" },
    does: {
      en: "After a careless reassignment the broker leads most partitions: it does the work of all, and the others idle.",
      zh: "分区重分配失误后，该节点领导大部分分区，承担几乎全部负载，其他节点空闲。",
    },
    undoes: { en: "The preferred leaders are elected.", zh: "触发优先副本选举，恢复均衡。" },
    parameters: z.object({
      /** Share of all partitions that the broker leads. */
      leadersRatio: z.number().min(0.4).max(1).default(0.9),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "ckafka_leader_partitions", direction: "up" },
      { metric: "ckafka_cpu_usage_ratio", direction: "up" },
      { metric: "ckafka_request_handler_idle_ratio", direction: "down" },
    ],
    trips: ["CkafkaLeaderImbalance"],
    refuse: refuseUnlessWell,
  },
  {
    id: "ckafka.replication_stalled",
    product: "ckafka",
    kind: "replication-broken",
    title: { en: "Replication stalled, ISR shrinks", zh: "副本同步停滞，ISR 收缩" },
    does: {
      en: "Followers stop copying from the broker; after half a minute they leave the in-sync replicas. With too few of them left, producers that ask for all acknowledgements are refused.",
      zh: "从副本停止从该节点同步，半分钟后被移出 ISR；同步副本不足时，要求全部确认的生产请求被拒绝。",
    },
    undoes: {
      en: "Followers copy again and join the in-sync replicas once they have caught up.",
      zh: "从副本恢复同步，追上后重新加入 ISR。",
    },
    parameters: z.object({
      /** Followers of each partition that stop; of three copies two must be in sync. */
      followers: z.number().int().min(1).max(2).default(2),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "ckafka_under_replicated_partitions", direction: "up" },
      { metric: "ckafka_isr_shrinks_total", direction: "up" },
      { metric: "ckafka_produce_errors_total", direction: "up" },
    ],
    trips: ["CkafkaUnderReplicated", "CkafkaProduceErrors"],
    refuse: refuseUnlessWell,
  },
  {
    id: "ckafka.bandwidth_quota_reached",
    product: "ckafka",
    kind: "quota-reached",
    title: { en: "Bandwidth quota reached", zh: "带宽配额耗尽" },
    does: {
      en: "The broker's share of the instance's bandwidth is cut: produce requests are delayed, and those that wait too long fail.",
      zh: "该节点可用的实例带宽被削减，生产请求被延迟，等待过久则失败。",
    },
    undoes: { en: "The bandwidth is as it was bought.", zh: "恢复购买的带宽。" },
    parameters: z.object({
      /** Share of the traffic of the design peak that is let through. */
      quotaRatio: z.number().min(0.001).max(1).default(0.05),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "ckafka_throttled_requests_total", direction: "up" },
      { metric: "ckafka_produce_duration_seconds", direction: "up" },
      { metric: "ckafka_produce_errors_total", direction: "up" },
    ],
    trips: ["CkafkaThrottled", "CkafkaProduceErrors"],
  },
  {
    id: "ckafka.rebalance_storm",
    product: "ckafka",
    kind: "process-loss",
    title: { en: "Rebalance storm", zh: "重平衡风暴" },
    does: {
      en: "Consumers miss their poll interval, are thrown out and join again: the groups that the broker coordinates rebalance all the time and hardly read.",
      zh: "消费者超过拉取间隔被踢出后又重新加入，消费组不断重平衡，几乎无法消费。",
    },
    undoes: {
      en: "The groups settle; the backlog drains as fast as they can.",
      zh: "消费组稳定，积压按消费能力消化。",
    },
    parameters: z.object({
      rebalancesPerMinute: z.number().min(0.5).max(30).default(6),
    }),
    risk: 2,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "ckafka_consumer_rebalances_total", direction: "up" },
      { metric: "ckafka_consumer_lag_messages", direction: "up" },
    ],
    trips: ["CkafkaRebalances"],
  },
];

/** Its partitions can only move while another broker can lead them. */
function refuseUnlessWell(target: FaultTarget, peers: readonly FaultTarget[]): Text | null {
  return target.state.compared.leads === true && peers.every((peer) => peer.state.compared.leads === true)
    ? null
    : {
        en: `Not every broker of ${target.cluster ?? target.id} leads its partitions now.`,
        zh: `${target.cluster ?? target.id} 并非所有节点都在领导分区。`,
      };
}
