import { z } from "zod";
import type { FaultDefinition } from "../types";

export const tkeFaults: readonly FaultDefinition[] = [
  {
    id: "tke.pod_crash",
    product: "tke",
    kind: "process-loss",
    title: { en: "Pods crash", zh: "Pod 崩溃" },
    does: {
      en: "A share of the workload's pods crashes at once and keeps crashing (CrashLoopBackOff).",
      zh: "工作负载中一部分 Pod 同时崩溃并反复崩溃（CrashLoopBackOff）。",
    },
    undoes: {
      en: "The pods start again and are ready after their start time.",
      zh: "Pod 重新启动，经启动时间后就绪。",
    },
    parameters: z.object({ podsRatio: z.number().min(0.1).max(1).default(0.5) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_pods_ready", direction: "down" },
      { metric: "tke_pod_restarts_total", direction: "up" },
      { metric: "tke_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["TkePodsUnavailable"],
  },
  {
    id: "tke.memory_leak",
    product: "tke",
    kind: "resource-exhaustion",
    title: { en: "Memory leak", zh: "内存泄漏" },
    does: {
      en: "Every pod of the workload leaks memory until it is killed for lack of it and starts anew.",
      zh: "工作负载的每个 Pod 持续泄漏内存，直到内存溢出被杀并重启。",
    },
    undoes: {
      en: "The leak ends; pods are replaced one by one, so memory falls back.",
      zh: "泄漏停止，Pod 逐个替换，内存回落。",
    },
    parameters: z.object({
      /** Share of a pod's memory limit that leaks in each minute. */
      leakRatioPerMinute: z.number().min(0.01).max(1).default(0.15),
    }),
    risk: 2,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "tke_memory_usage_ratio", direction: "up" },
      { metric: "tke_memory_working_set_bytes", direction: "up" },
    ],
    trips: ["TkePodsUnavailable"],
  },
];
