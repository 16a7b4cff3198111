import { z } from "zod";
import type { FaultDefinition } from "../types";

const product = "tke_cluster";

export const tkeClusterFaults: readonly FaultDefinition[] = [
  {
    id: "tke_cluster.apiserver_down",
    product,
    kind: "process-loss",
    title: { en: "API server down", zh: "API Server 宕机" },
    does: {
      en: "Every API server of the control plane stops. Running pods go on serving, but nothing is rescheduled, healed or scaled.",
      zh: "控制面的全部 API Server 停止。运行中的 Pod 继续服务，但重调度、自愈、扩缩容全部停止。",
    },
    undoes: {
      en: "The API servers start; what should have changed meanwhile is caught up with.",
      zh: "API Server 启动，期间应有的变更随后补上。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "tke_cluster_up", direction: "down" },
      { metric: "tke_cluster_apiserver_error_ratio", direction: "up" },
    ],
    trips: ["TkeApiServerDown", "TkeApiServerErrorsHigh"],
  },
  {
    id: "tke_cluster.apiserver_overload",
    product,
    kind: "traffic-surge",
    title: { en: "API server overloaded", zh: "API Server 过载" },
    does: {
      en: "A faulty operator lists all pods again and again, so every other call waits and some get 429.",
      zh: "异常的 Operator 反复全量 LIST Pod，其他调用排队，部分返回 429。",
    },
    undoes: { en: "The operator is stopped.", zh: "停止该 Operator。" },
    parameters: z.object({
      /** Extra load as a share of what the API servers can do. */
      loadRatio: z.number().min(0.1).max(3).default(1.2),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cluster_apiserver_requests_total", direction: "up" },
      { metric: "tke_cluster_apiserver_request_duration_seconds", direction: "up" },
      { metric: "tke_cluster_apiserver_error_ratio", direction: "up" },
    ],
    trips: ["TkeApiServerErrorsHigh", "TkeApiServerSlow"],
  },
  {
    id: "tke_cluster.etcd_slow_disk",
    product,
    kind: "dependency-slow",
    title: { en: "Slow disk under etcd", zh: "etcd 磁盘变慢" },
    does: {
      en: "Each write of etcd to its disk takes so much longer. Past the heartbeat, leaders lose their role again and again.",
      zh: "etcd 每次落盘变慢；超过心跳间隔后反复换主。",
    },
    undoes: { en: "The disk is as fast as before.", zh: "磁盘恢复。" },
    parameters: z.object({ delayMs: z.number().min(10).max(5_000).default(1_200) }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cluster_etcd_commit_duration_seconds", direction: "up" },
      { metric: "tke_cluster_apiserver_request_duration_seconds", direction: "up" },
      { metric: "tke_cluster_etcd_leader_changes_total", direction: "up" },
    ],
    trips: ["TkeEtcdSlow", "TkeApiServerSlow"],
  },
  {
    id: "tke_cluster.etcd_quorum_lost",
    product,
    kind: "all-nodes-lost",
    title: { en: "etcd quorum lost", zh: "etcd 失去多数" },
    does: {
      en: "Two of the three members of etcd are lost: no leader, so every change in the cluster fails. Running pods go on.",
      zh: "三个 etcd 成员失去两个：无主，集群任何变更都失败，运行中的 Pod 不受影响。",
    },
    undoes: { en: "The members return and elect a leader.", zh: "成员恢复并重新选主。" },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cluster_etcd_members_up", direction: "down" },
      { metric: "tke_cluster_etcd_has_leader", direction: "down" },
      { metric: "tke_cluster_apiserver_error_ratio", direction: "up" },
    ],
    trips: ["TkeEtcdNoLeader", "TkeApiServerDown", "TkeApiServerErrorsHigh"],
  },
  {
    id: "tke_cluster.etcd_space_exhausted",
    product,
    kind: "quota-reached",
    title: { en: "etcd quota reached", zh: "etcd 配额耗尽" },
    does: {
      en: "Events and objects that nobody deletes fill etcd up to its quota: it raises NOSPACE and refuses writes.",
      zh: "无人清理的事件与对象占满 etcd 配额：触发 NOSPACE，拒绝写入。",
    },
    undoes: {
      en: "etcd is compacted and defragmented, the alarm disarmed.",
      zh: "压缩并整理 etcd，解除告警。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cluster_etcd_database_bytes", direction: "up" },
      { metric: "tke_cluster_apiserver_error_ratio", direction: "up" },
    ],
    trips: ["TkeEtcdSpaceLow", "TkeApiServerErrorsHigh"],
  },
  {
    id: "tke_cluster.scheduler_down",
    product,
    kind: "process-loss",
    title: { en: "Scheduler down", zh: "调度器宕机" },
    does: {
      en: "The scheduler stops while a deployment asks for more pods: new pods stay pending, running ones go on.",
      zh: "调度器停止，而某部署正申请新 Pod：新 Pod 一直待调度，运行中的不受影响。",
    },
    undoes: { en: "The scheduler starts and places what waits.", zh: "调度器启动，调度积压的 Pod。" },
    parameters: z.object({
      /** Pods that a batch deployment, of no service, asks for meanwhile. */
      batchPods: z.number().int().min(1).max(100).default(6),
    }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "tke_cluster_pods_pending", direction: "up" }],
    trips: ["TkePodsPending"],
  },
  {
    id: "tke_cluster.certificate_expired",
    product,
    kind: "certificate-expired",
    title: { en: "API certificate expired", zh: "API 证书过期" },
    does: {
      en: "The serving certificate of the API server ends: every client refuses to talk to it.",
      zh: "API Server 的服务证书过期：所有客户端拒绝与其通信。",
    },
    undoes: { en: "The certificate is renewed.", zh: "更新证书。" },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 7_200 },
    moves: [
      { metric: "tke_cluster_certificate_remaining_seconds", direction: "down" },
      { metric: "tke_cluster_up", direction: "down" },
    ],
    trips: ["TkeClusterCertificateEnds", "TkeApiServerDown"],
  },
  {
    id: "tke_cluster.cloud_api_banned",
    product,
    kind: "api-banned",
    title: { en: "Cloud API banned", zh: "云 API 封禁" },
    does: {
      en: "The credential of the cluster is banned by the cloud's access management just when a batch asks for more nodes: the autoscaler gets 403 and no node comes.",
      zh: "集群的云凭证被访问管理封禁，而批任务正需要扩容节点：自动伸缩收到 403，节点无法到位。",
    },
    undoes: {
      en: "The credential works again; the nodes arrive minutes later.",
      zh: "凭证恢复，节点数分钟后到位。",
    },
    parameters: z.object({
      /** Pods of a batch deployment that fit on no present node. */
      batchPods: z.number().int().min(1).max(100).default(6),
    }),
    risk: 1,
    durationS: { default: 240, max: 7_200 },
    moves: [
      { metric: "tke_cluster_node_scalings_total", direction: "up" },
      { metric: "tke_cluster_pods_pending", direction: "up" },
    ],
    trips: ["TkeNodeScalingFails", "TkePodsPending"],
  },
  {
    id: "tke_cluster.admission_webhook_down",
    product,
    kind: "misconfiguration",
    title: { en: "Admission webhook down", zh: "准入 Webhook 失效" },
    does: {
      en: "A webhook that must agree to every pod does not answer and is set to fail closed: no pod can be created, so what dies stays dead.",
      zh: "必经的准入 Webhook 无应答且策略为失败即拒绝：任何 Pod 都无法创建，死掉的不会恢复。",
    },
    undoes: { en: "The webhook answers; waiting pods are created.", zh: "Webhook 恢复，等待的 Pod 被创建。" },
    parameters: z.object({
      /** Pods of a batch deployment that are created anew meanwhile. */
      batchPods: z.number().int().min(1).max(100).default(6),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "tke_cluster_admission_rejections_total", direction: "up" },
      { metric: "tke_cluster_apiserver_error_ratio", direction: "up" },
    ],
    trips: ["TkeAdmissionRejects"],
  },
];
