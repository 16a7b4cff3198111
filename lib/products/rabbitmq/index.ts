import type { Product } from "../types";
import { rabbitmqAlarms } from "./alarms";
import { rabbitmqFaults } from "./faults";
import { rabbitmqMetrics } from "./metrics";

export const product: Product = {
  id: "rabbitmq",
  title: { en: "RabbitMQ", zh: "RabbitMQ" },
  layer: "middleware",
  synonyms: ["rabbitmq", "rabbit", "amqp", "rabbit mq"],
  metrics: rabbitmqMetrics,
  faults: rabbitmqFaults,
  alarms: rabbitmqAlarms,
};
