import { z } from "zod";
import type { FaultDefinition } from "../types";

const usageRatio = z.number().min(0.1).max(1).default(0.95);

export const cvmFaults: readonly FaultDefinition[] = [
  {
    id: "cvm.node_down",
    product: "cvm",
    kind: "node-loss",
    title: { en: "Node down", zh: "节点宕机" },
    does: {
      en: "The server stops answering. Its pods are lost and are started on other nodes of the zone within two minutes.",
      zh: "服务器停止应答，其上的 Pod 丢失，两分钟内在同可用区其他节点重建。",
    },
    undoes: { en: "The server boots; pods return to it.", zh: "服务器启动，Pod 迁回。" },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "cvm_up", direction: "down" },
      { metric: "cvm_pods", direction: "down" },
      { metric: "tke_pods_ready", direction: "down" },
    ],
    trips: ["CvmDown"],
  },
  {
    id: "cvm.cpu_exhaustion",
    product: "cvm",
    kind: "resource-exhaustion",
    title: { en: "Node CPU exhausted", zh: "节点 CPU 耗尽" },
    does: {
      en: "A process on the server takes a share of all its cores, so the pods there work more slowly.",
      zh: "服务器上的进程占用一定比例的全部处理器核，其上的 Pod 变慢。",
    },
    undoes: { en: "The process ends.", zh: "该进程结束。" },
    parameters: z.object({ usageRatio }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cvm_cpu_usage_ratio", direction: "up" },
      { metric: "cvm_load1", direction: "up" },
    ],
    trips: [],
  },
  {
    id: "cvm.network_delay",
    product: "cvm",
    kind: "network-delay",
    title: { en: "Network delay", zh: "网络延迟" },
    does: {
      en: "Every packet that leaves the server waits (tc netem delay), so each call of its pods takes longer.",
      zh: "离开服务器的每个包都被延迟（tc netem delay），其上 Pod 的每次调用变慢。",
    },
    undoes: { en: "The delay is taken off.", zh: "取消延迟。" },
    parameters: z.object({ delayMs: z.number().min(1).max(5_000).default(200) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cvm_network_round_trip_seconds", direction: "up" },
      { metric: "tke_request_duration_seconds", direction: "up" },
    ],
    trips: [],
  },
];
