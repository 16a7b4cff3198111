import { z } from "zod";
import type { FaultDefinition } from "../types";

export const wafFaults: readonly FaultDefinition[] = [
  {
    id: "waf.false_positive_rule",
    product: "waf",
    kind: "misconfiguration",
    title: { en: "Rule blocks customers", zh: "规则误拦截" },
    does: {
      en: "A new custom rule matches ordinary requests: a share of the customers gets 403 while the application is well.",
      zh: "新增自定义规则命中正常请求：一部分用户收到 403，而应用本身正常。",
    },
    undoes: {
      en: "The rule is off; blocked customers are served at once.",
      zh: "规则停用，被误拦的用户立即恢复。",
    },
    parameters: z.object({
      /** Share of the ordinary requests that the rule matches. */
      requestsRatio: z.number().min(0.001).max(1).default(0.12),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "waf_block_ratio", direction: "up" },
      { metric: "waf_rule_hits_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["WafBlockRateHigh", "BusinessSuccessRateLow"],
  },
  {
    id: "waf.cc_attack",
    product: "waf",
    kind: "traffic-surge",
    title: { en: "CC attack", zh: "CC 攻击" },
    does: {
      en: "A botnet requests pages as browsers do. Until its addresses are known they pass to the application; then they are blocked, and inspecting them keeps the engine busy.",
      zh: "僵尸网络模拟浏览器请求页面。其地址被识别前流量直达应用，识别后被拦截，但检测持续占用引擎。",
    },
    undoes: {
      en: "The attack ends; addresses leave the block list one by one.",
      zh: "攻击结束，封禁地址陆续解除。",
    },
    parameters: z.object({
      /** Requests of the attack as a multiple of the traffic that the firewall was bought for. */
      loadRatio: z.number().min(0.1).max(5).default(1),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "waf_requests_total", direction: "up" },
      { metric: "waf_block_ratio", direction: "up" },
      { metric: "waf_blocked_sources", direction: "up" },
      { metric: "waf_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["WafBlockRateHigh"],
  },
  {
    id: "waf.protection_off",
    product: "waf",
    kind: "misconfiguration",
    title: { en: "Protection switched off", zh: "防护被关闭" },
    does: {
      en: "The firewall is left in bypass after a change: nothing is inspected, so bots and scanners reach the application. Users notice nothing.",
      zh: "变更后防火墙停留在旁路模式：流量不再检测，爬虫与扫描直达应用，用户无感知。",
    },
    undoes: { en: "Inspection is on again.", zh: "恢复检测。" },
    parameters: z.object({}),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "waf_uninspected_ratio", direction: "up" },
      { metric: "waf_block_ratio", direction: "down" },
      { metric: "waf_cpu_usage_ratio", direction: "down" },
    ],
    trips: ["WafUninspectedTraffic"],
  },
  {
    id: "waf.cpu_exhaustion",
    product: "waf",
    kind: "resource-exhaustion",
    title: { en: "Inspection engine exhausted", zh: "检测引擎 CPU 耗尽" },
    does: {
      en: "A costly regular expression takes a share of the engine's processors: inspection waits, and what waits too long is passed uninspected or dropped, as the instance is set up.",
      zh: "高开销的正则占用引擎处理器：检测排队，超时者按实例配置放行或丢弃。",
    },
    undoes: {
      en: "The expression is taken out; the queue drains in seconds.",
      zh: "移除该正则，排队数秒内消化。",
    },
    parameters: z.object({ usageRatio: z.number().min(0.1).max(0.99).default(0.92) }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "waf_cpu_usage_ratio", direction: "up" },
      { metric: "waf_request_duration_seconds", direction: "up" },
    ],
    trips: ["WafCpuHigh"],
  },
  {
    id: "waf.rate_quota_reached",
    product: "waf",
    kind: "quota-reached",
    title: { en: "Licensed rate reached", zh: "触及 QPS 规格上限" },
    does: {
      en: "The licence falls back to a smaller edition: requests beyond its rate are dropped, no matter whose they are.",
      zh: "授权回落到较小版本：超出其 QPS 的请求不分来源一律丢弃。",
    },
    undoes: { en: "The licence is restored.", zh: "恢复授权规格。" },
    parameters: z.object({
      /** Rate that is left, as a share of the traffic when it comes. */
      rateRatio: z.number().min(0).max(0.95).default(0.5),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "waf_rate_usage_ratio", direction: "up" },
      { metric: "waf_dropped_ratio", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["WafRequestsDropped", "BusinessSuccessRateLow"],
  },
  {
    id: "waf.certificate_expired",
    product: "waf",
    kind: "certificate-expired",
    title: { en: "WAF certificate expired", zh: "WAF 证书过期" },
    does: {
      en: "The certificate on the firewall ends. Open connections go on; each new one is refused, so traffic fades as connections close.",
      zh: "防火墙证书到期。已建立的连接继续可用，新建连接被拒绝，流量随连接关闭而减少。",
    },
    undoes: {
      en: "A valid certificate is deployed; clients connect again.",
      zh: "部署有效证书，客户端恢复连接。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "waf_certificate_remaining_seconds", direction: "down" },
      { metric: "waf_connections_active", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["WafCertificateExpired", "BusinessSuccessRateLow"],
  },
];
