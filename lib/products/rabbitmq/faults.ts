import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

/** A majority must be left: two of three nodes, the target not among them. */
function refuseWithoutMajority(target: FaultTarget, peers: readonly FaultTarget[]): Text | null {
  const left = peers.filter((peer) => peer.state.compared.up === true).length;
  return left * 2 > peers.length + 1
    ? null
    : {
        en: `Without ${target.id} only ${left} of ${peers.length + 1} nodes are left, which is no majority.`,
        zh: `失去 ${target.id} 后仅剩 ${left}/${peers.length + 1} 个节点，不足多数派。`,
      };
}

export const rabbitmqFaults: readonly FaultDefinition[] = [
  {
    id: "rabbitmq.node_down",
    product: "rabbitmq",
    kind: "node-loss",
    title: { en: "RabbitMQ node down", zh: "RabbitMQ 节点宕机" },
    does: {
      en: "The node stops. Queues that it led are without a leader until the others elect one; its clients connect elsewhere.",
      zh: "节点停止。由其领导的队列在重新选主前不可用，客户端改连其他节点。",
    },
    undoes: {
      en: "The node starts and copies what its queues missed. It leads none until queues are rebalanced.",
      zh: "节点启动并补齐队列数据；重新均衡前不领导任何队列。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "rabbitmq_up", direction: "down" },
      { metric: "rabbitmq_unreachable_cluster_peers", direction: "up" },
    ],
    trips: ["RabbitmqNodeDown", "RabbitmqPeersUnreachable"],
    refuse: refuseWithoutMajority,
  },
  {
    id: "rabbitmq.memory_alarm",
    product: "rabbitmq",
    kind: "resource-exhaustion",
    title: { en: "Memory alarm blocks publishers", zh: "内存告警阻塞生产者" },
    does: {
      en: "A process on the node eats memory. Past the high watermark RabbitMQ blocks every publishing connection of the cluster; consumers go on.",
      zh: "节点上的进程占用内存，超过高水位后 RabbitMQ 阻塞整个集群的生产连接，消费不受影响。",
    },
    undoes: {
      en: "The memory is freed, the alarm clears and publishers go on.",
      zh: "内存释放，告警解除，生产恢复。",
    },
    parameters: z.object({
      /** Share of the high watermark that is taken on top of what the node uses itself. */
      takenRatio: z.number().min(0.1).max(1).default(0.9),
    }),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "rabbitmq_memory_watermark_ratio", direction: "up" },
      { metric: "rabbitmq_alarms_memory_used_watermark", direction: "up" },
      { metric: "rabbitmq_publish_errors_total", direction: "up" },
    ],
    trips: ["RabbitmqMemoryAlarm", "RabbitmqPublishErrors"],
  },
  {
    id: "rabbitmq.disk_full",
    product: "rabbitmq",
    kind: "resource-exhaustion",
    title: { en: "Free disk space under its limit", zh: "磁盘可用空间低于下限" },
    does: {
      en: "A file is allocated on the node's volume. Under the free-space limit RabbitMQ blocks every publishing connection of the cluster.",
      zh: "节点数据盘被大文件占用，可用空间低于下限后 RabbitMQ 阻塞整个集群的生产连接。",
    },
    undoes: {
      en: "The file is deleted, the alarm clears and publishers go on.",
      zh: "文件删除，告警解除，生产恢复。",
    },
    parameters: z.object({
      /** What the file leaves free. */
      freeBytes: z.number().min(0).max(20e9).default(10e9),
    }),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "rabbitmq_disk_space_available_bytes", direction: "down" },
      { metric: "rabbitmq_alarms_free_disk_space_watermark", direction: "up" },
      { metric: "rabbitmq_publish_errors_total", direction: "up" },
    ],
    trips: ["RabbitmqDiskAlarm", "RabbitmqPublishErrors"],
  },
  {
    id: "rabbitmq.queue_limit",
    product: "rabbitmq",
    kind: "quota-reached",
    title: { en: "Queue length limit reached", zh: "队列长度达到上限" },
    does: {
      en: "A policy sets a small `max-length` with `overflow: reject-publish` on the queues that the node leads, and consumers slow down: publishes are refused once they are full.",
      zh: "策略为该节点领导的队列设置较小的 max-length（overflow: reject-publish），同时消费变慢：队列写满后拒绝生产。",
    },
    undoes: {
      en: "The policy is removed; consumers work off what has queued.",
      zh: "移除策略，消费者消化积压。",
    },
    parameters: z.object({
      /** Messages that a queue holds at most. */
      lengthMessages: z.number().int().min(1).max(1_000_000).default(500),
      /** Share of the consumers' ordinary capacity that is left. */
      capacityRatio: z.number().min(0).max(1).default(0),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "rabbitmq_queue_messages_ready", direction: "up" },
      { metric: "rabbitmq_publish_errors_total", direction: "up" },
    ],
    trips: ["RabbitmqPublishErrors"],
    refuse: refuseWithoutLead,
  },
  {
    id: "rabbitmq.network_partition",
    product: "rabbitmq",
    kind: "network-cut",
    title: { en: "Network partition", zh: "网络分区" },
    does: {
      en: "The node is cut off from its peers. With `pause_minority` it pauses itself; its queues elect leaders among the others.",
      zh: "节点与其他成员网络中断。按 pause_minority 策略自行暂停，其队列在其余节点重新选主。",
    },
    undoes: {
      en: "The network heals, the node resumes and copies what it missed.",
      zh: "网络恢复，节点继续运行并补齐数据。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "rabbitmq_up", direction: "down" },
      { metric: "rabbitmq_unreachable_cluster_peers", direction: "up" },
    ],
    trips: ["RabbitmqNodeDown", "RabbitmqPeersUnreachable"],
    refuse: refuseWithoutMajority,
  },
  {
    id: "rabbitmq.consumers_stalled",
    product: "rabbitmq",
    kind: "dependency-slow",
    title: { en: "Consumers stalled", zh: "消费者停滞" },
    does: {
      en: "Consumers of the queues that the node leads keep their messages without acknowledging: the prefetch fills and the queue grows.",
      zh: "该节点所领导队列的消费者不确认消息：预取占满，队列持续增长。",
    },
    undoes: {
      en: "Consumers acknowledge again; the backlog drains as fast as they can.",
      zh: "消费者恢复确认，积压按消费能力消化。",
    },
    parameters: z.object({
      /** Share of the consumers' ordinary capacity that is left. */
      capacityRatio: z.number().min(0).max(0.5).default(0),
    }),
    risk: 1,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "rabbitmq_queue_messages_ready", direction: "up" },
      { metric: "rabbitmq_messages_acknowledged_total", direction: "down" },
    ],
    trips: ["RabbitmqQueueBacklogHigh"],
    refuse: refuseWithoutLead,
  },
  {
    id: "rabbitmq.poison_message",
    product: "rabbitmq",
    kind: "retry-storm",
    title: { en: "Poison messages requeued", zh: "毒消息循环重投" },
    does: {
      en: "Messages that no consumer can work off are given back to the head of the queue and delivered again and again; they take the consumers' time.",
      zh: "无法处理的消息被退回队首并不断重投，占用消费者的处理能力。",
    },
    undoes: {
      en: "The messages go to the dead-letter exchange; consumers have their time back.",
      zh: "毒消息转入死信，消费能力恢复。",
    },
    parameters: z.object({
      /** Share of the consumers' capacity that the loop takes. */
      consumersRatio: z.number().min(0.05).max(1).default(0.95),
    }),
    risk: 2,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "rabbitmq_messages_redelivered_total", direction: "up" },
      { metric: "rabbitmq_queue_messages_ready", direction: "up" },
    ],
    trips: ["RabbitmqRedeliveries"],
    refuse: refuseWithoutLead,
  },
  {
    id: "rabbitmq.connection_leak",
    product: "rabbitmq",
    kind: "connection-leak",
    title: { en: "Connection leak", zh: "连接泄漏" },
    does: {
      en: "A client opens connections and never closes them. When the file descriptors are used up the node accepts no connection.",
      zh: "客户端不断打开连接而不关闭，文件描述符耗尽后节点不再接受连接。",
    },
    undoes: { en: "The leaked connections are closed.", zh: "关闭泄漏的连接。" },
    parameters: z.object({
      /** Connections opened and kept, a second. */
      connectionsPerS: z.number().min(1).max(5_000).default(600),
    }),
    risk: 2,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "rabbitmq_connections", direction: "up" },
      { metric: "rabbitmq_file_descriptors_usage_ratio", direction: "up" },
      { metric: "rabbitmq_connections_refused_total", direction: "up" },
    ],
    trips: ["RabbitmqFileDescriptorsHigh"],
  },
];

/** Queues are stalled and limited where their leader is. */
function refuseWithoutLead(target: FaultTarget): Text | null {
  return Number(target.state.detail.queuesLed) > 0
    ? null
    : { en: `${target.id} leads no queue.`, zh: `${target.id} 不领导任何队列。` };
}
