import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

const product = "tke_node";

/** Pods that must move need another node of the zone to move to. */
const needsPeer = (target: FaultTarget, peers: readonly FaultTarget[]): Text | null =>
  peers.some(({ state }) => state.compared.ready === true && state.compared.schedulable === true)
    ? null
    : {
        en: `${target.id} has no other ready node in its pool: its pods would have nowhere to go.`,
        zh: `${target.id} 所在节点池没有其他就绪节点，Pod 无处可去。`,
      };

export const tkeNodeFaults: readonly FaultDefinition[] = [
  {
    id: "tke_node.kubelet_down",
    product,
    kind: "process-loss",
    title: { en: "kubelet down", zh: "kubelet 停止" },
    does: {
      en: "The kubelet stops. After 40 s the node counts as not ready, its pods leave the endpoints, and they are started elsewhere within two minutes.",
      zh: "kubelet 停止。40 秒后节点判为未就绪，其上 Pod 移出端点，两分钟内在其他节点重建。",
    },
    undoes: {
      en: "The kubelet starts; a minute later pods may return.",
      zh: "kubelet 启动，一分钟后 Pod 可迁回。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "tke_node_up", direction: "down" },
      { metric: "tke_node_ready", direction: "down" },
      { metric: "tke_cluster_nodes_ready", direction: "down" },
      { metric: "tke_node_evictions_total", direction: "up" },
    ],
    trips: ["TkeKubeletDown", "TkeNodeNotReady", "TkeNodeEvicts"],
    refuse: needsPeer,
  },
  {
    id: "tke_node.runtime_hang",
    product,
    kind: "process-loss",
    title: { en: "Container runtime hangs", zh: "容器运行时卡死" },
    does: {
      en: "The container runtime stops answering the kubelet. Containers run on, none can be started; after three minutes the node is not ready.",
      zh: "容器运行时不再应答 kubelet。现有容器继续运行，但无法启动新容器；三分钟后节点未就绪。",
    },
    undoes: { en: "The runtime answers again.", zh: "容器运行时恢复应答。" },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 300, max: 7_200 },
    moves: [
      { metric: "tke_node_pleg_relist_age_seconds", direction: "up" },
      { metric: "tke_node_ready", direction: "down" },
    ],
    trips: ["TkeNodeRuntimeHangs", "TkeNodeNotReady", "TkeNodeEvicts"],
    refuse: needsPeer,
  },
  {
    id: "tke_node.cordoned",
    product,
    kind: "misconfiguration",
    title: { en: "Node cordoned", zh: "节点被封锁" },
    does: {
      en: "Somebody forgets to take the cordon off: the node runs what it has and gets no new pods.",
      zh: "有人忘记解除封锁：节点继续运行已有 Pod，但不再接收新 Pod。",
    },
    undoes: { en: "The cordon is taken off.", zh: "解除封锁。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 86_400 },
    moves: [{ metric: "tke_node_unschedulable", direction: "up" }],
    // Nobody is woken for it: the pods there go on, and a cordon is the ordinary first step of maintenance.
    trips: [],
  },
  {
    id: "tke_node.drained",
    product,
    kind: "capacity-loss",
    title: { en: "Node drained", zh: "节点被排空" },
    does: {
      en: "The node is cordoned and its pods are asked to leave: each is started elsewhere before it goes, as its disruption budget wants.",
      zh: "节点被封锁并排空：按中断预算，每个 Pod 先在其他节点启动再退出。",
    },
    undoes: { en: "The node takes pods again.", zh: "节点重新接收 Pod。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 86_400 },
    moves: [
      { metric: "tke_node_unschedulable", direction: "up" },
      { metric: "tke_node_pods", direction: "down" },
      { metric: "cvm_pods", direction: "down" },
    ],
    // A drain is how maintenance is done: no pod is lost, so nobody is woken.
    trips: [],
    refuse: needsPeer,
  },
  {
    id: "tke_node.pid_exhaustion",
    product,
    kind: "resource-exhaustion",
    title: { en: "Processes exhausted", zh: "进程数耗尽" },
    does: {
      en: "A fork bomb takes process numbers. With less than a tenth free the kubelet reports pressure and evicts pods.",
      zh: "Fork 炸弹占用进程号。剩余不足一成时 kubelet 上报压力并驱逐 Pod。",
    },
    undoes: {
      en: "The processes end. The node takes pods again when the pressure has been gone for five minutes.",
      zh: "进程结束。压力解除五分钟后节点重新接收 Pod。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(1).default(0.97) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_node_processes", direction: "up" },
      { metric: "tke_node_pressure", direction: "up" },
      { metric: "tke_node_evictions_total", direction: "up" },
    ],
    trips: ["TkeNodePressure", "TkeNodeEvicts"],
    refuse: needsPeer,
  },
  {
    id: "tke_node.eviction_threshold_high",
    product,
    kind: "misconfiguration",
    title: { en: "Eviction threshold too high", zh: "驱逐阈值过高" },
    does: {
      en: "A wrong kubelet configuration wants this share of the memory free, far more than there is: it evicts healthy pods.",
      zh: "错误的 kubelet 配置要求过高的空闲内存比例：健康的 Pod 被驱逐。",
    },
    undoes: {
      en: "The configuration is put right. The node takes pods again after five minutes without pressure.",
      zh: "恢复配置。无压力五分钟后节点重新接收 Pod。",
    },
    parameters: z.object({
      /** Share of the memory that must be free. */
      availableRatio: z.number().min(0.05).max(0.99).default(0.9),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_node_pressure", direction: "up" },
      { metric: "tke_node_evictions_total", direction: "up" },
    ],
    trips: ["TkeNodePressure", "TkeNodeEvicts"],
    refuse: needsPeer,
  },
  {
    id: "tke_node.certificate_expired",
    product,
    kind: "certificate-expired",
    title: { en: "kubelet certificate expired", zh: "kubelet 证书过期" },
    does: {
      en: "The kubelet's client certificate ends: it can no longer report, so the cluster takes the node for lost although all runs.",
      zh: "kubelet 客户端证书过期，无法上报，集群误判节点丢失，而其上一切仍在运行。",
    },
    undoes: {
      en: "The certificate is renewed; a minute later pods may return.",
      zh: "更新证书，一分钟后 Pod 可迁回。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "tke_node_certificate_remaining_seconds", direction: "down" },
      { metric: "tke_node_ready", direction: "down" },
    ],
    trips: ["TkeNodeCertificateEnds", "TkeNodeNotReady", "TkeNodeEvicts"],
    refuse: needsPeer,
  },
  {
    id: "tke_node.pod_addresses_exhausted",
    product,
    kind: "quota-reached",
    title: { en: "Pod addresses exhausted", zh: "Pod IP 耗尽" },
    does: {
      en: "The network plugin leaks addresses until none is left: pods that start on the node hang without a network.",
      zh: "网络插件泄漏 IP 直至耗尽：新启动的 Pod 因无网络而卡住。",
    },
    undoes: { en: "The leaked addresses are given back.", zh: "回收泄漏的 IP。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 7_200 },
    moves: [{ metric: "tke_node_pod_addresses_free", direction: "down" }],
    trips: ["TkeNodeAddressesLow"],
  },
];
