import { z } from "zod";
import type { FaultDefinition } from "../types";

export const apigwFaults: readonly FaultDefinition[] = [
  {
    id: "apigw.rate_limit_reached",
    product: "apigw",
    kind: "quota-reached",
    title: { en: "Rate limit reached", zh: "触及限流阈值" },
    does: {
      en: "The limit is set far below the traffic: requests beyond it get 429 within milliseconds, and the application sees less than it could serve.",
      zh: "限流阈值远低于实际流量：超出的请求立即返回 429，后端应用负载不足。",
    },
    undoes: { en: "The old limit is back.", zh: "恢复原阈值。" },
    parameters: z.object({
      /** Limit as a share of the traffic when it comes. */
      limitRatio: z.number().min(0).max(0.95).default(0.5),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_rate_usage_ratio", direction: "up" },
      { metric: "apigw_rejected_ratio", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ApigwRateLimited", "BusinessSuccessRateLow"],
  },
  {
    id: "apigw.auth_plugin_slow",
    product: "apigw",
    kind: "dependency-slow",
    title: { en: "Authorisation slow", zh: "鉴权插件变慢" },
    does: {
      en: "The key service answers the authorisation plugin late: each request waits for it and holds its worker meanwhile.",
      zh: "密钥服务应答缓慢：每个请求都等待鉴权，并占住工作线程。",
    },
    undoes: { en: "The key service answers as before.", zh: "密钥服务恢复正常。" },
    parameters: z.object({ delayMs: z.number().min(10).max(10_000).default(600) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_plugin_duration_seconds", direction: "up" },
      { metric: "apigw_overhead_duration_seconds", direction: "up" },
      { metric: "apigw_request_duration_seconds", direction: "up" },
      { metric: "apigw_requests_in_flight", direction: "up" },
    ],
    trips: ["ApigwOverheadHigh"],
  },
  {
    id: "apigw.route_misconfigured",
    product: "apigw",
    kind: "misconfiguration",
    title: { en: "Routes misconfigured", zh: "路由配置错误" },
    does: {
      en: "A release of the configuration loses a share of the routes: their requests get 404.",
      zh: "一次配置发布丢失了部分路由：相应请求返回 404。",
    },
    undoes: { en: "The last good configuration is loaded.", zh: "回滚到上一份正确配置。" },
    parameters: z.object({
      /** Share of the requests whose route is lost. */
      requestsRatio: z.number().min(0.01).max(1).default(0.2),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_rejected_ratio", direction: "up" },
      { metric: "apigw_config_reloads_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ApigwRejectionsHigh", "BusinessSuccessRateLow"],
  },
  {
    id: "apigw.node_down",
    product: "apigw",
    kind: "node-loss",
    title: { en: "Gateway nodes down", zh: "网关节点宕机" },
    does: {
      en: "A share of the nodes stops answering. Requests sent to them fail until the health check takes them out; the rest carry all traffic.",
      zh: "一部分节点停止应答。健康检查摘除前，发往它们的请求失败；其余节点承担全部流量。",
    },
    undoes: {
      en: "The nodes start, load their configuration and take traffic again.",
      zh: "节点启动、加载配置后重新接流。",
    },
    parameters: z.object({
      /** Share of the nodes, rounded up to whole ones. */
      nodesRatio: z.number().min(0.01).max(1).default(0.5),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_nodes_healthy", direction: "down" },
      { metric: "apigw_error_ratio", direction: "up" },
      { metric: "apigw_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["ApigwNodesLost", "ApigwErrorRateHigh"],
  },
  {
    id: "apigw.key_banned",
    product: "apigw",
    kind: "api-banned",
    title: { en: "Application key banned", zh: "应用密钥被封禁" },
    does: {
      en: "The cloud bans the key by which a share of the clients sign their calls: these get 401.",
      zh: "云平台封禁一部分客户端签名所用的密钥：其调用返回 401。",
    },
    undoes: { en: "The key is allowed again.", zh: "密钥解封。" },
    parameters: z.object({
      /** Share of the requests that are signed by the key. */
      requestsRatio: z.number().min(0.01).max(1).default(0.25),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_rejected_ratio", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ApigwRejectionsHigh", "BusinessSuccessRateLow"],
  },
  {
    id: "apigw.cpu_exhaustion",
    product: "apigw",
    kind: "resource-exhaustion",
    title: { en: "Gateway CPU exhausted", zh: "网关 CPU 耗尽" },
    does: {
      en: "A plugin in an endless loop takes a share of the processors: requests wait for the rest.",
      zh: "某插件死循环占用处理器：请求争用剩余部分。",
    },
    undoes: {
      en: "The plugin is unloaded; what waits is served within seconds.",
      zh: "卸载插件，排队请求数秒内处理完。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(0.99).default(0.9) }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "apigw_cpu_usage_ratio", direction: "up" },
      { metric: "apigw_overhead_duration_seconds", direction: "up" },
    ],
    trips: ["ApigwCpuHigh"],
  },
];
