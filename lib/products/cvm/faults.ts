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
    trips: ["CvmDown", "TkeNodeNotReady", "TkeKubeletDown", "TkeNodeEvicts"],
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
    trips: ["CvmCpuHigh"],
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
    trips: ["CvmNetworkSlow"],
  },
  {
    id: "cvm.memory_exhaustion",
    product: "cvm",
    kind: "resource-exhaustion",
    title: { en: "Node memory exhausted", zh: "节点内存耗尽" },
    does: {
      en: "A process on the server takes memory until so much of it is used in all. Past the limit of the kubelet, pods are evicted and started elsewhere.",
      zh: "服务器上的进程占用内存，直到总使用率达到设定值。超过 kubelet 驱逐阈值后，Pod 被驱逐并在其他节点重建。",
    },
    undoes: {
      en: "The process ends. The node takes pods again when the pressure has been gone for five minutes.",
      zh: "该进程结束。压力解除五分钟后节点重新接收 Pod。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(1).default(0.98) }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cvm_memory_usage_ratio", direction: "up" },
      { metric: "tke_node_memory_available_bytes", direction: "down" },
      { metric: "tke_node_evictions_total", direction: "up" },
    ],
    trips: ["CvmMemoryHigh", "TkeNodePressure", "TkeNodeEvicts"],
  },
  {
    id: "cvm.disk_full",
    product: "cvm",
    kind: "resource-exhaustion",
    title: { en: "Node disk full", zh: "节点磁盘写满" },
    does: {
      en: "A file fills the disk of the server up to this share. With less than a tenth free the kubelet evicts pods.",
      zh: "文件占满服务器磁盘到设定比例。剩余不足一成时 kubelet 驱逐 Pod。",
    },
    undoes: {
      en: "The file is deleted. The node takes pods again when the pressure has been gone for five minutes.",
      zh: "删除该文件。压力解除五分钟后节点重新接收 Pod。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(1).default(0.97) }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cvm_disk_usage_ratio", direction: "up" },
      { metric: "tke_node_evictions_total", direction: "up" },
    ],
    trips: ["CvmDiskFull", "TkeNodePressure", "TkeNodeEvicts"],
  },
  {
    id: "cvm.disk_slow",
    product: "cvm",
    kind: "resource-exhaustion",
    title: { en: "Node disk busy", zh: "节点磁盘繁忙" },
    does: {
      en: "A process writes without pause, so the disk is busy for this share of the time and log lines wait behind it.",
      zh: "进程不停写盘，磁盘在设定比例的时间内繁忙，日志写入排队等待。",
    },
    undoes: { en: "The process ends.", zh: "该进程结束。" },
    parameters: z.object({ busyRatio: z.number().min(0.1).max(0.99).default(0.97) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cvm_disk_io_time_seconds_total", direction: "up" },
      { metric: "cvm_load1", direction: "up" },
    ],
    trips: ["CvmDiskBusy"],
  },
  {
    id: "cvm.network_loss",
    product: "cvm",
    kind: "network-loss",
    title: { en: "Packet loss", zh: "网络丢包" },
    does: {
      en: "A share of the packets that leave the server is lost (tc netem loss). Each lost one is sent again after the retransmission time-out, so some calls of its pods take much longer.",
      zh: "离开服务器的包按比例丢失（tc netem loss）。丢失的包在重传超时后重发，其上 Pod 的部分调用明显变慢。",
    },
    undoes: { en: "No packet is dropped any more.", zh: "停止丢包。" },
    parameters: z.object({ lossRatio: z.number().min(0.001).max(0.9).default(0.1) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cvm_tcp_retransmit_ratio", direction: "up" },
      { metric: "tke_request_duration_seconds", direction: "up" },
    ],
    trips: ["CvmPacketLoss"],
  },
  {
    id: "cvm.network_cut",
    product: "cvm",
    kind: "network-cut",
    title: { en: "Node cut off", zh: "节点网络中断" },
    does: {
      en: "A wrong security group cuts the server off: it runs, but nobody reaches it and it reaches nobody. Kubernetes takes it for lost.",
      zh: "错误的安全组使服务器断网：机器仍在运行，但无法与外界通信，Kubernetes 视其为丢失。",
    },
    undoes: {
      en: "The security group is put right; the server answers at once, without a boot.",
      zh: "恢复安全组，服务器立即恢复应答，无需重启。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "cvm_up", direction: "down" },
      { metric: "tke_pods_ready", direction: "down" },
      { metric: "tke_node_ready", direction: "down" },
    ],
    trips: ["CvmDown", "TkeNodeNotReady", "TkeKubeletDown", "TkeNodeEvicts"],
  },
  {
    id: "cvm.cpu_steal",
    product: "cvm",
    kind: "capacity-loss",
    title: { en: "Noisy neighbour", zh: "邻居争抢 CPU" },
    does: {
      en: "Another server of the same host takes a share of the physical cores, so the pods here work more slowly.",
      zh: "同宿主机的其他服务器抢占一部分物理核，其上的 Pod 变慢。",
    },
    undoes: { en: "The neighbour is moved to another host.", zh: "将邻居迁移到其他宿主机。" },
    parameters: z.object({ stealRatio: z.number().min(0.05).max(0.9).default(0.4) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "cvm_cpu_steal_ratio", direction: "up" }],
    trips: ["CvmCpuSteal"],
  },
  {
    id: "cvm.clock_skew",
    product: "cvm",
    kind: "clock-skew",
    title: { en: "Clock skew", zh: "时钟偏移" },
    does: {
      en: "The clock of the server jumps. Past five minutes, callees refuse what its pods sign (the tolerance of Kerberos and of most signed requests).",
      zh: "服务器时钟跳变。超过五分钟后，被调方拒绝其上 Pod 的签名请求（Kerberos 与多数签名请求的容忍上限）。",
    },
    undoes: { en: "The clock follows the time servers again.", zh: "重新与时间服务器对时。" },
    parameters: z.object({
      /** How far the clock goes ahead. */
      offsetS: z.number().min(0.1).max(86_400).default(600),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cvm_clock_offset_seconds", direction: "up" },
      { metric: "tke_error_ratio", direction: "up" },
    ],
    trips: ["CvmClockSkewed"],
  },
];
