import { z } from "zod";
import type { FaultDefinition, FaultTarget, Text } from "../types";

const upPeers = (peers: readonly FaultTarget[]): number =>
  peers.filter((peer) => peer.state.compared.up === true).length;

function refuseWithoutQuorum(target: FaultTarget, peers: readonly FaultTarget[]): Text | null {
  const left = upPeers(peers);
  return left * 2 > peers.length + 1
    ? null
    : {
        en: `Without ${target.id} only ${left} of ${peers.length + 1} nodes are left, which is no quorum.`,
        zh: `失去 ${target.id} 后仅剩 ${left}/${peers.length + 1} 个节点，不足多数派。`,
      };
}

export const registryFaults: readonly FaultDefinition[] = [
  {
    id: "registry.node_down",
    product: "registry",
    kind: "node-loss",
    title: { en: "Registry node down", zh: "注册中心节点宕机" },
    does: {
      en: "The node stops. Its sessions move to the others within their time-out; if it led, a leader is elected.",
      zh: "节点停止。其会话在超时前迁往其他节点；若为主节点则重新选主。",
    },
    undoes: {
      en: "The node starts, copies the state and follows the leader.",
      zh: "节点启动，同步状态后跟随主节点。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "registry_up", direction: "down" },
      { metric: "registry_sessions", direction: "up" },
    ],
    trips: ["RegistryNodeDown", "RegistryFollowerLost"],
    refuse: refuseWithoutQuorum,
  },
  {
    id: "registry.leader_lost",
    product: "registry",
    kind: "primary-switch",
    title: { en: "Leader lost", zh: "主节点丢失" },
    does: {
      en: "The leader's process pauses for longer than its followers wait. They elect another; until then nothing is registered or looked up afresh.",
      zh: "主节点进程暂停超过从节点的等待时限，从节点重新选主；期间无法注册，也无法进行新的查询。",
    },
    undoes: {
      en: "The process goes on as a follower; leadership stays where it is.",
      zh: "进程恢复并成为从节点，主节点不再切回。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "registry_is_leader", direction: "down" },
      { metric: "registry_elections_total", direction: "up" },
      { metric: "registry_request_errors_total", direction: "up" },
    ],
    leaves: ["registry_is_leader"],
    trips: ["RegistryLeaderChanged"],
    refuse: (target, peers) =>
      target.state.detail.role === "leader"
        ? refuseWithoutQuorum(target, peers)
        : { en: `${target.id} is not the leader.`, zh: `${target.id} 不是主节点。` },
  },
  {
    id: "registry.quorum_lost",
    product: "registry",
    kind: "all-nodes-lost",
    title: { en: "Quorum lost", zh: "失去多数派" },
    does: {
      en: "The node and all its peers but one stop: the rest refuses every request. Services go on with the addresses they know; what starts, scales or fails over meanwhile is not found.",
      zh: "该节点及其余成员（仅留一个）全部停止，剩余节点拒绝所有请求。服务沿用缓存地址；期间新启动、扩容或迁移的实例无法被发现。",
    },
    undoes: {
      en: "The nodes start and elect a leader; clients come back and refresh their addresses.",
      zh: "节点启动并选主，客户端重连并刷新地址。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "registry_up", direction: "down" },
      { metric: "registry_is_leader", direction: "down" },
      { metric: "registry_request_errors_total", direction: "up" },
    ],
    trips: ["RegistryNodeDown", "RegistryQuorumLost"],
    refuse: (target, peers) =>
      upPeers(peers) === peers.length
        ? null
        : {
            en: `A node of ${target.cluster ?? target.id} is down already.`,
            zh: `${target.cluster ?? target.id} 已有节点宕机。`,
          },
  },
  {
    id: "registry.session_storm",
    product: "registry",
    kind: "retry-storm",
    title: { en: "Session storm", zh: "会话风暴" },
    does: {
      en: "Clients drop their sessions and connect again without backing off: each reconnect registers and subscribes anew, and the ensemble's writes queue.",
      zh: "客户端断开会话并无退避地重连，每次重连都重新注册与订阅，写请求排队。",
    },
    undoes: {
      en: "Clients keep their sessions; the queue drains in seconds.",
      zh: "客户端会话恢复稳定，排队在数秒内消化。",
    },
    parameters: z.object({
      /** Reconnects as a multiple of what the ensemble can register in a second. */
      loadRatio: z.number().min(0.1).max(5).default(1.2),
    }),
    risk: 2,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "registry_session_expirations_total", direction: "up" },
      { metric: "registry_outstanding_requests", direction: "up" },
      { metric: "registry_request_duration_seconds", direction: "up" },
    ],
    trips: ["RegistrySessionStorm", "RegistryOutstandingHigh"],
  },
  {
    id: "registry.fsync_slow",
    product: "registry",
    kind: "resource-exhaustion",
    title: { en: "Transaction log disk slow", zh: "事务日志磁盘变慢" },
    does: {
      en: "The node's disk is busy: syncs of its log take longer. On the leader every write waits; on a follower only its own clients notice.",
      zh: "节点磁盘繁忙，日志落盘变慢。若为主节点则所有写入等待，从节点只影响自身客户端。",
    },
    undoes: { en: "The disk is free again.", zh: "磁盘恢复空闲。" },
    parameters: z.object({
      /** Added to each sync. */
      delayMs: z.number().min(10).max(5_000).default(400),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "registry_fsync_duration_seconds", direction: "up" },
      { metric: "registry_request_duration_seconds", direction: "up" },
    ],
    trips: ["RegistryFsyncSlow"],
  },
  {
    id: "registry.stale_lookups",
    product: "registry",
    kind: "misconfiguration",
    title: { en: "Stale lookups", zh: "地址信息过期" },
    does: {
      en: "Pushes to subscribers are switched off: clients keep addresses of instances that have gone, and calls to those fail.",
      zh: "关闭对订阅者的推送：客户端保留已下线实例的地址，调用这些地址会失败。",
    },
    undoes: {
      en: "Pushes are on again; within seconds clients have the true addresses.",
      zh: "恢复推送，客户端在数秒内获得正确地址。",
    },
    parameters: z.object({
      /** Share of the instances that change their address in an hour, by deploys and rescheduling. */
      churnRatioPerHour: z.number().min(0.01).max(20).default(4),
    }),
    risk: 3,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "registry_push_failures_total", direction: "up" },
      { metric: "registry_stale_addresses_ratio", direction: "up" },
    ],
    trips: ["RegistryPushFailures", "RegistryStaleAddresses"],
  },
  {
    id: "registry.data_deleted",
    product: "registry",
    kind: "data-deleted",
    title: { en: "Registrations deleted", zh: "注册信息被删除" },
    does: {
      en: "A share of the registrations is deleted by mistake. Clients are told that those instances are gone and leave them: what remains carries the load.",
      zh: "部分注册信息被误删，客户端收到下线通知后不再调用这些实例，剩余实例承担全部流量。",
    },
    undoes: {
      en: "Instances register again with their next heartbeats.",
      zh: "实例随后续心跳重新注册。",
    },
    parameters: z.object({
      /** Share of the registrations that is deleted. */
      deletedRatio: z.number().min(0.05).max(1).default(0.9),
    }),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [{ metric: "registry_instances", direction: "down" }],
    trips: ["RegistryInstancesDropped"],
  },
  {
    id: "registry.network_partition",
    product: "registry",
    kind: "network-cut",
    title: { en: "Registry node cut off", zh: "注册中心节点被隔离" },
    does: {
      en: "The node is cut off from its peers: without a quorum it refuses its clients, who move to the others.",
      zh: "节点与其他成员断开：失去多数派后拒绝客户端请求，客户端迁往其他节点。",
    },
    undoes: { en: "The network heals and the node follows again.", zh: "网络恢复，节点重新跟随主节点。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "registry_sessions", direction: "down" },
      { metric: "registry_request_errors_total", direction: "up" },
    ],
    trips: ["RegistryFollowerLost"],
    refuse: refuseWithoutQuorum,
  },
];
