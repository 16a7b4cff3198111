import { z } from "zod";
import type { FaultDefinition } from "../types";

const product = "scf";

export const scfFaults: readonly FaultDefinition[] = [
  {
    id: "scf.quota_reached",
    product,
    kind: "quota-reached",
    title: { en: "Concurrency quota taken", zh: "并发配额被占" },
    does: {
      en: "Other functions of the account take the shared concurrency: this share of what the function needs now is left, the rest of its invocations is throttled.",
      zh: "账号内其他函数占用共享并发：仅剩所需并发的设定比例，其余调用被限流。",
    },
    undoes: { en: "The quota is free again.", zh: "配额恢复。" },
    parameters: z.object({
      /** What is left, as a share of the concurrency that the function needs at its planned load. */
      leftRatio: z.number().min(0).max(1).default(0.1),
    }),
    risk: 2,
    durationS: { default: 180, max: 7_200 },
    moves: [
      { metric: "scf_concurrency_quota", direction: "down" },
      { metric: "scf_throttle_ratio", direction: "up" },
      { metric: "scf_error_ratio", direction: "up" },
    ],
    trips: ["ScfThrottled"],
  },
  {
    id: "scf.environments_recycled",
    product,
    kind: "capacity-loss",
    title: { en: "Warm environments recycled", zh: "热环境被回收" },
    does: {
      en: "The platform recycles warm environments at once instead of keeping them: this share of the invocations starts cold.",
      zh: "平台立即回收热执行环境而不保留：设定比例的调用冷启动。",
    },
    undoes: { en: "Environments are kept warm again.", zh: "恢复保留热环境。" },
    parameters: z.object({ coldRatio: z.number().min(0.05).max(1).default(0.6) }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "scf_cold_starts_total", direction: "up" },
      { metric: "scf_cold_start_ratio", direction: "up" },
      { metric: "scf_duration_seconds", direction: "up" },
    ],
    trips: ["ScfColdStartsHigh"],
  },
  {
    id: "scf.bad_release",
    product,
    kind: "misconfiguration",
    title: { en: "Bad release", zh: "发布缺陷版本" },
    does: {
      en: "The alias points at a new version that throws on a share of the invocations.",
      zh: "别名指向的新版本对一部分调用抛出异常。",
    },
    undoes: { en: "The alias points at the former version.", zh: "别名切回旧版本。" },
    parameters: z.object({ errorRatio: z.number().min(0.01).max(1).default(0.3) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "scf_error_ratio", direction: "up" }],
    trips: ["ScfErrorRateHigh"],
  },
  {
    id: "scf.timeout_too_low",
    product,
    kind: "misconfiguration",
    title: { en: "Time-out too low", zh: "超时设置过低" },
    does: {
      en: "The function's time-out is set to a share of what an invocation takes on average: most are cut off.",
      zh: "函数超时被设为平均执行时间的一个比例：多数调用被中断。",
    },
    undoes: { en: "The time-out is as before.", zh: "恢复超时设置。" },
    parameters: z.object({
      /** The time-out as a share of the mean duration. */
      durationRatio: z.number().min(0.1).max(5).default(0.8),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "scf_error_ratio", direction: "up" }],
    trips: ["ScfErrorRateHigh"],
  },
  {
    id: "scf.memory_too_low",
    product,
    kind: "misconfiguration",
    title: { en: "Memory set too low", zh: "内存配置过低" },
    does: {
      en: "The function's memory is cut to this share. Its processor shrinks with it, so it takes longer, and invocations that need more are killed.",
      zh: "函数内存被缩减到该比例。CPU 随之缩减、执行变慢，内存不足的调用被终止。",
    },
    undoes: { en: "The memory is as before.", zh: "恢复内存配置。" },
    parameters: z.object({ memoryRatio: z.number().min(0.1).max(1).default(0.4) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "scf_memory_usage_ratio", direction: "up" },
      { metric: "scf_duration_seconds", direction: "up" },
      { metric: "scf_error_ratio", direction: "up" },
    ],
    trips: ["ScfErrorRateHigh"],
  },
  {
    id: "scf.api_banned",
    product,
    kind: "api-banned",
    title: { en: "Invocation API banned", zh: "调用 API 封禁" },
    does: {
      en: "A policy of access management denies the invocation of the function: every call gets 403.",
      zh: "访问管理策略禁止调用该函数：每次调用都返回 403。",
    },
    undoes: { en: "The policy is taken back.", zh: "撤销该策略。" },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 3_600 },
    moves: [
      { metric: "scf_up", direction: "down" },
      { metric: "scf_error_ratio", direction: "up" },
    ],
    trips: ["ScfDown", "ScfErrorRateHigh"],
  },
  {
    id: "scf.dependency_slow",
    product,
    kind: "dependency-slow",
    title: { en: "Slow dependency", zh: "依赖变慢" },
    does: {
      en: "The model or service that the function asks answers so much later: invocations last longer, more run at once, and past the quota they are throttled.",
      zh: "函数所调用的模型或服务变慢：执行更久、并发更高，超出配额后被限流。",
    },
    undoes: { en: "The dependency is as fast as before.", zh: "依赖恢复。" },
    parameters: z.object({ delayMs: z.number().min(10).max(30_000).default(2_500) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "scf_duration_seconds", direction: "up" },
      { metric: "scf_concurrency", direction: "up" },
    ],
    trips: ["ScfSlow"],
  },
];
