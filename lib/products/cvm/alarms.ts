import { CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const cvmAlarms: readonly AlarmDefinition[] = [
  {
    name: "CvmDown",
    expr: "cvm_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "Server {{ $labels.resource }} in {{ $labels.zone }} does not answer",
    summaryZh: "{{ $labels.zone }} 的服务器 {{ $labels.resource }} 无应答",
    description: "All pods of the server are lost with it.",
    descriptionZh: "服务器上的 Pod 全部丢失。",
  },
];
