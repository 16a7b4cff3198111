import { z } from "zod";
import type { FaultDefinition } from "../types";

export const cdnFaults: readonly FaultDefinition[] = [
  {
    id: "cdn.origin_cut",
    product: "cdn",
    kind: "network-cut",
    title: { en: "Origin cut off", zh: "回源中断" },
    does: {
      en: "Edge nodes cannot reach the origin: what is computed fails with 504 after the connect time-out, cached objects are still served, outdated ones instead of missing ones.",
      zh: "边缘节点无法连接源站：动态请求在连接超时后返回 504，缓存对象仍可访问，未命中者返回过期副本。",
    },
    undoes: { en: "The origin is reached again at once.", zh: "立即恢复回源。" },
    parameters: z.object({
      /** Share of the edge nodes that are cut off. */
      nodesRatio: z.number().min(0.01).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cdn_origin_error_ratio", direction: "up" },
      { metric: "cdn_error_ratio", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["CdnErrorRateHigh", "CdnOriginErrorRateHigh", "BusinessSuccessRateLow"],
  },
  {
    id: "cdn.cache_flushed",
    product: "cdn",
    kind: "misconfiguration",
    title: { en: "Cache flushed", zh: "缓存被全量刷新" },
    does: {
      en: "A release script purges the whole domain again and again: the hit rate falls and the origin gets what the cache kept away from it.",
      zh: "发布脚本反复全量刷新域名缓存：命中率骤降，源站承受原由缓存拦下的请求。",
    },
    undoes: {
      en: "The purges end; popular objects are back within seconds, the long tail within minutes.",
      zh: "停止刷新；热门对象数秒内恢复，长尾对象需数分钟。",
    },
    parameters: z.object({
      /** Share of the cached objects that each purge drops. */
      purgedRatio: z.number().min(0.05).max(1).default(1),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cdn_hit_ratio", direction: "down" },
      { metric: "cdn_origin_requests_total", direction: "up" },
      { metric: "cdn_receive_bytes_total", direction: "up" },
    ],
    trips: ["CdnHitRateLow"],
  },
  {
    id: "cdn.cache_key_misconfigured",
    product: "cdn",
    kind: "misconfiguration",
    title: { en: "Cache key holds tracking parameters", zh: "缓存键误含追踪参数" },
    does: {
      en: "Query strings are no longer ignored: a share of the addresses becomes unique to each visitor and is never found in the cache.",
      zh: "不再忽略查询参数：一部分地址对每位访客唯一，永远无法命中缓存。",
    },
    undoes: {
      en: "The old cache key is back, and so are the old copies.",
      zh: "恢复原缓存键，原有副本随即可用。",
    },
    parameters: z.object({
      /** Share of the cacheable requests that carry such parameters. */
      requestsRatio: z.number().min(0.05).max(1).default(0.3),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cdn_hit_ratio", direction: "down" },
      { metric: "cdn_origin_requests_total", direction: "up" },
    ],
    trips: ["CdnHitRateLow"],
  },
  {
    id: "cdn.certificate_expired",
    product: "cdn",
    kind: "certificate-expired",
    title: { en: "CDN certificate expired", zh: "CDN 证书过期" },
    does: {
      en: "The certificate on the edge nodes ends. Connections that are open go on; each new one is refused by the browser, so users drop off as their connections close.",
      zh: "边缘节点证书到期。已建立的连接继续可用，新建连接被浏览器拒绝，用户随连接关闭而流失。",
    },
    undoes: {
      en: "A valid certificate is deployed; browsers connect again.",
      zh: "部署有效证书，浏览器恢复连接。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "cdn_certificate_remaining_seconds", direction: "down" },
      { metric: "cdn_requests_total", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["CdnCertificateExpired", "BusinessSuccessRateLow"],
  },
  {
    id: "cdn.edge_nodes_down",
    product: "cdn",
    kind: "node-loss",
    title: { en: "Edge nodes down", zh: "边缘节点宕机" },
    does: {
      en: "A share of the edge nodes is lost. Their users fail until the steering by DNS sends them to others, whose caches lack some of their objects and which carry the load.",
      zh: "一部分边缘节点失效。其用户在 DNS 调度切走前访问失败；其余节点承担负载，且缺少部分缓存对象。",
    },
    undoes: { en: "The nodes return; steering sends their users back.", zh: "节点恢复，调度将用户切回。" },
    parameters: z.object({
      nodesRatio: z.number().min(0.01).max(0.95).default(0.4),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "cdn_edge_nodes_healthy", direction: "down" },
      { metric: "cdn_edge_usage_ratio", direction: "up" },
      { metric: "cdn_hit_ratio", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["CdnEdgeNodesLost", "BusinessSuccessRateLow"],
  },
  {
    id: "cdn.usage_cap_reached",
    product: "cdn",
    kind: "quota-reached",
    title: { en: "Usage cap reached", zh: "触及用量封顶" },
    does: {
      en: "The bandwidth cap of the domain is set far below its traffic: what goes over it is refused with 403.",
      zh: "域名带宽封顶值远低于实际流量：超出部分以 403 拒绝。",
    },
    undoes: { en: "The cap is lifted.", zh: "解除封顶。" },
    parameters: z.object({
      /** Cap as a share of the traffic when it comes. */
      capRatio: z.number().min(0).max(0.95).default(0.5),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "cdn_refused_ratio", direction: "up" },
      { metric: "cdn_transmit_bytes_total", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["CdnRequestsRefused", "BusinessSuccessRateLow"],
  },
];
