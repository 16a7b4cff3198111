import { z } from "zod";
import type { FaultDefinition } from "../types";

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
    trips: [],
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
];
