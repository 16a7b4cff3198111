import { BURST_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const tkeAlarms: readonly AlarmDefinition[] = [
  {
    name: "TkePodsUnavailable",
    expr: "tke_pods_ready / tke_pods_desired < 0.9",
    forMs: BURST_MS,
    severity: "warning",
    summary: "Only {{ $value | humanizePercentage }} of the pods of {{ $labels.resource }} are ready",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value | humanizePercentage }} 的 Pod 就绪",
    description:
      "Our choice: a rolling update takes at most a tenth away; half a minute is longer than a pod's start.",
    descriptionZh: "我们的选择：滚动更新至多减少一成；半分钟长于 Pod 启动时间。",
  },
];
