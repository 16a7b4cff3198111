import type { Product } from "../types";
import { ckafkaAlarms } from "./alarms";
import { ckafkaFaults } from "./faults";
import { ckafkaMetrics } from "./metrics";

export const product: Product = {
  id: "ckafka",
  title: { en: "CKafka", zh: "CKafka 消息队列" },
  layer: "middleware",
  synonyms: ["ckafka", "kafka", "queue", "message queue", "mq", "broker", "消息队列", "消息", "队列"],
  metrics: ckafkaMetrics,
  faults: ckafkaFaults,
  alarms: ckafkaAlarms,
};
