import { BURST_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const ckafkaAlarms: readonly AlarmDefinition[] = [
  {
    name: "CkafkaConsumerLagHigh",
    expr: "ckafka_consumer_lag_messages > 10000",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.group }} is {{ $value | humanize }} messages behind on {{ $labels.resource }}",
    summaryZh: "{{ $labels.group }} 在 {{ $labels.resource }} 积压 {{ $value | humanize }} 条消息",
    description: "At ordinary traffic a group needs more than a minute for 10,000 messages.",
    descriptionZh: "平常流量下，消费组处理 10,000 条消息需一分钟以上。",
  },
];
