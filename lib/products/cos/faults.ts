import { z } from "zod";
import type { FaultDefinition } from "../types";

export const cosFaults: readonly FaultDefinition[] = [
  {
    id: "cos.request_quota_reached",
    product: "cos",
    kind: "quota-reached",
    title: { en: "Request quota reached", zh: "请求配额耗尽" },
    does: {
      en: "A job of the same account lists and reads the bucket until its quota of requests is gone: the rest is answered with 503 SlowDown.",
      zh: "同账号的任务大量列举与读取，占满存储桶请求配额，其余请求返回 503 SlowDown。",
    },
    undoes: { en: "The job ends and the quota is free again.", zh: "任务结束，配额恢复。" },
    parameters: z.object({
      /** The job's requests as a multiple of the quota. */
      loadRatio: z.number().min(0.5).max(5).default(1.5),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_request_quota_usage_ratio", direction: "up" },
      { metric: "cos_throttled_requests_total", direction: "up" },
      { metric: "cos_server_error_ratio", direction: "up" },
    ],
    trips: ["CosThrottled", "CosServerErrors"],
  },
  {
    id: "cos.api_banned",
    product: "cos",
    kind: "api-banned",
    title: { en: "COS API banned", zh: "COS API 被禁用" },
    does: {
      en: "A policy denies the data API to the services' role: each request is answered with 403 AccessDenied.",
      zh: "访问策略禁止业务角色调用数据接口，所有请求返回 403 AccessDenied。",
    },
    undoes: { en: "The policy is taken back.", zh: "撤销该策略。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_up", direction: "down" },
      { metric: "cos_client_error_ratio", direction: "up" },
      { metric: "cos_transmit_bytes_total", direction: "down" },
    ],
    trips: ["CosClientErrors"],
  },
  {
    id: "cos.credentials_expired",
    product: "cos",
    kind: "certificate-expired",
    title: { en: "Credentials expired", zh: "访问密钥过期" },
    does: {
      en: "The temporary credentials of a share of the clients end and are not renewed: their requests are answered with 403 until the undo. One client after another is caught, as each renews at its own time.",
      zh: "部分客户端的临时密钥到期且未续期，请求返回 403。各客户端续期时间不同，故逐个失效。",
    },
    undoes: {
      en: "Credentials are issued again; clients take them at once.",
      zh: "重新签发密钥，客户端立即生效。",
    },
    parameters: z.object({
      /** Time within which the credentials of all affected clients run out. */
      spreadS: z.number().min(0).max(1_800).default(60),
      clientsRatio: z.number().min(0.05).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_client_error_ratio", direction: "up" },
      { metric: "cos_transmit_bytes_total", direction: "down" },
    ],
    trips: ["CosClientErrors"],
  },
  {
    id: "cos.internal_errors",
    product: "cos",
    kind: "capacity-loss",
    title: { en: "Storage nodes lost", zh: "存储节点故障" },
    does: {
      en: "A share of the storage nodes behind the bucket fails: reads that need them are rebuilt from other shards, slowly, and some end with 500 InternalError.",
      zh: "存储桶后端部分存储节点故障：相关读取需从其他分片重建而变慢，部分返回 500。",
    },
    undoes: { en: "The nodes are replaced.", zh: "故障节点被替换。" },
    parameters: z.object({
      nodesRatio: z.number().min(0.01).max(1).default(0.2),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_server_error_ratio", direction: "up" },
      { metric: "cos_first_byte_duration_seconds", direction: "up" },
    ],
    trips: ["CosServerErrors", "CosFirstByteSlow"],
  },
  {
    id: "cos.first_byte_slow",
    product: "cos",
    kind: "dependency-slow",
    title: { en: "First byte slow", zh: "首字节变慢" },
    does: {
      en: "The index of the bucket is slow: every request waits before its first byte.",
      zh: "存储桶索引变慢，每个请求的首字节都要等待。",
    },
    undoes: { en: "The index is fast again.", zh: "索引恢复正常。" },
    parameters: z.object({
      /** Added to each request. */
      delayMs: z.number().min(10).max(30_000).default(800),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_first_byte_duration_seconds", direction: "up" },
      { metric: "cos_request_duration_seconds", direction: "up" },
    ],
    trips: ["CosFirstByteSlow"],
  },
  {
    id: "cos.replication_broken",
    product: "cos",
    kind: "replication-broken",
    title: { en: "Cross-region replication broken", zh: "跨地域复制中断" },
    does: {
      en: "The role that copies objects to the other region loses its right: what is written waits.",
      zh: "跨地域复制角色失去授权，新写入的对象等待复制。",
    },
    undoes: {
      en: "The right is back; what waits is copied at the pace of the line.",
      zh: "授权恢复，积压按专线速度复制。",
    },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 1_200, max: 7_200 },
    moves: [
      { metric: "cos_replication_pending_bytes", direction: "up" },
      { metric: "cos_replication_lag_seconds", direction: "up" },
    ],
    trips: ["CosReplicationLagHigh"],
    refuse: (target) =>
      target.spec.replication === true
        ? null
        : {
            en: `${target.id} is not copied to another region.`,
            zh: `${target.id} 未开启跨地域复制。`,
          },
  },
  {
    id: "cos.objects_deleted",
    product: "cos",
    kind: "data-deleted",
    title: { en: "Objects deleted", zh: "对象被误删" },
    does: {
      en: "A script deletes a share of the objects: reads of them are answered with 404.",
      zh: "脚本误删部分对象，读取返回 404。",
    },
    undoes: {
      en: "The delete markers are removed, which brings every version back.",
      zh: "移除删除标记，恢复全部历史版本。",
    },
    parameters: z.object({
      deletedRatio: z.number().min(0.01).max(1).default(0.3),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cos_objects", direction: "down" },
      { metric: "cos_client_error_ratio", direction: "up" },
    ],
    trips: ["CosClientErrors", "CosObjectsDropped"],
    refuse: (target) =>
      target.spec.versioning === true
        ? null
        : {
            en: `${target.id} keeps no versions: what is deleted could not be brought back.`,
            zh: `${target.id} 未开启版本控制，删除后无法恢复。`,
          },
  },
  {
    id: "cos.lifecycle_misconfigured",
    product: "cos",
    kind: "misconfiguration",
    title: { en: "Lifecycle rule too broad", zh: "生命周期规则配置错误" },
    does: {
      en: "A lifecycle rule without a prefix moves objects in use to the archive class: reads of them are refused until they are restored.",
      zh: "未限定前缀的生命周期规则将在用对象转为归档，读取被拒绝，需先恢复。",
    },
    undoes: {
      en: "The rule is removed and the objects are restored, the most read ones first, within minutes.",
      zh: "删除规则并恢复对象，按访问热度在数分钟内完成。",
    },
    parameters: z.object({
      /** Share of the objects that are moved each minute. */
      movedRatioPerMinute: z.number().min(0.005).max(1).default(0.1),
    }),
    risk: 2,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cos_lifecycle_transitions_total", direction: "up" },
      { metric: "cos_client_error_ratio", direction: "up" },
    ],
    trips: ["CosClientErrors"],
  },
];
