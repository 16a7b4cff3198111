import { CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const redisAlarms: readonly AlarmDefinition[] = [
  {
    name: "RedisDown",
    expr: "redis_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} does not answer",
    summaryZh: "{{ $labels.resource }} 无应答",
    description: "Without its cache the database sees each read.",
    descriptionZh: "缓存不可用时，读请求全部落到数据库。",
  },
];
