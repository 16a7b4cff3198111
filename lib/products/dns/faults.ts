import { z } from "zod";
import type { FaultDefinition } from "../types";

export const dnsFaults: readonly FaultDefinition[] = [
  {
    id: "dns.poisoned",
    product: "dns",
    kind: "dns-poisoned",
    title: { en: "DNS poisoned", zh: "DNS 劫持" },
    does: {
      en: "A forged record gets into a share of the resolvers as their true one runs out: their users reach a server that is not ours, and our entry sees less traffic, not more errors.",
      zh: "正确缓存过期后，一部分递归解析器被写入伪造记录：其用户被引向他处；我方入口流量下降，而非错误上升。",
    },
    undoes: {
      en: "The operators flush their caches; users come back within the zone's time to live.",
      zh: "运营商清除缓存，用户在一个 TTL 内恢复。",
    },
    parameters: z.object({
      /** Share of the users whose resolver takes the forged record. */
      resolversRatio: z.number().min(0.01).max(1).default(0.3),
    }),
    risk: 3,
    durationS: { default: 300, max: 3_600 },
    moves: [
      { metric: "dns_probe_correct_ratio", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["DnsAnswersWrong", "BusinessSuccessRateLow"],
  },
  {
    id: "dns.query_flood",
    product: "dns",
    kind: "traffic-surge",
    title: { en: "Flood of random names", zh: "随机子域攻击" },
    does: {
      en: "A botnet asks for random names below the zone. No resolver has them cached, so each reaches the name servers, which run out of capacity; lookups whose cache has run out fail.",
      zh: "僵尸网络查询该域名下的随机子域，全部穿透缓存到达权威服务器并耗尽其处理能力；缓存过期的解析失败。",
    },
    undoes: {
      en: "The flood ends; resolvers that had no answer ask again at once.",
      zh: "攻击结束，解析失败的递归解析器随即重新查询。",
    },
    parameters: z.object({
      /** Flood as a multiple of what the name servers can answer. */
      loadRatio: z.number().min(0.1).max(5).default(1.6),
    }),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "dns_queries_total", direction: "up" },
      { metric: "dns_nxdomain_ratio", direction: "up" },
      { metric: "dns_servfail_ratio", direction: "up" },
      { metric: "dns_usage_ratio", direction: "up" },
    ],
    trips: ["DnsNxdomainRateHigh", "DnsFailureRateHigh"],
  },
  {
    id: "dns.record_deleted",
    product: "dns",
    kind: "data-deleted",
    title: { en: "Record deleted", zh: "解析记录被删除" },
    does: {
      en: "The record of the entry name is deleted from the zone. Resolvers go on with their copies until these run out, then learn that the name does not exist: users drop off over the time to live.",
      zh: "入口域名的解析记录被删除。递归解析器使用缓存直到过期，随后得知域名不存在：用户在一个 TTL 内逐步流失。",
    },
    undoes: {
      en: "The record is back; a resolver asks again when its copy of 'no such name' runs out (RFC 2308).",
      zh: "记录恢复；递归解析器在否定缓存过期后重新查询（RFC 2308）。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "dns_records", direction: "down" },
      { metric: "dns_nxdomain_ratio", direction: "up" },
      { metric: "dns_probe_correct_ratio", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["DnsAnswersWrong", "DnsNxdomainRateHigh", "BusinessSuccessRateLow"],
  },
  {
    id: "dns.network_delay",
    product: "dns",
    kind: "network-delay",
    title: { en: "Name servers far away", zh: "解析链路延迟" },
    does: {
      en: "The nearest name servers withdraw their anycast route: queries travel to farther ones, so each lookup that is not cached takes longer.",
      zh: "最近的权威服务器撤回 Anycast 路由，查询绕行远端：未命中缓存的解析变慢。",
    },
    undoes: { en: "The route is back.", zh: "路由恢复。" },
    parameters: z.object({ delayMs: z.number().min(10).max(5_000).default(350) }),
    risk: 1,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "dns_query_duration_seconds", direction: "up" }],
    trips: ["DnsLatencyHigh"],
  },
  {
    id: "dns.server_down",
    product: "dns",
    kind: "node-loss",
    title: { en: "Name servers down", zh: "权威服务器宕机" },
    does: {
      en: "A share of the zone's name servers stops answering. A resolver that asks one of them waits for its time-out and then asks the next; the rest carry all queries.",
      zh: "一部分权威服务器停止应答。递归解析器问到时先等待超时再换下一台；其余服务器承担全部查询。",
    },
    undoes: { en: "The servers answer again.", zh: "服务器恢复应答。" },
    parameters: z.object({
      /** Share of the name servers, rounded up to whole ones. */
      serversRatio: z.number().min(0.01).max(1).default(0.5),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "dns_servers_healthy", direction: "down" },
      { metric: "dns_query_duration_seconds", direction: "up" },
      { metric: "dns_usage_ratio", direction: "up" },
    ],
    trips: ["DnsServerDown", "DnsLatencyHigh"],
  },
  {
    id: "dns.signature_expired",
    product: "dns",
    kind: "certificate-expired",
    title: { en: "DNSSEC signatures expired", zh: "DNSSEC 签名过期" },
    does: {
      en: "The signer stops and the zone's signatures end: validating resolvers answer SERVFAIL as soon as their copy runs out, while all others notice nothing.",
      zh: "签名服务停止，签名过期：做校验的递归解析器在缓存过期后返回 SERVFAIL，其他解析器无感知。",
    },
    undoes: {
      en: "The zone is signed anew; resolvers ask again within seconds, as failures are hardly cached.",
      zh: "重新签名；失败几乎不被缓存，递归解析器数秒内重新查询。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 240, max: 3_600 },
    moves: [
      { metric: "dns_signature_remaining_seconds", direction: "down" },
      { metric: "dns_probe_correct_ratio", direction: "down" },
      { metric: "dns_queries_total", direction: "up" },
    ],
    trips: ["DnsSignatureEnding", "DnsAnswersWrong"],
    refuse: (target) =>
      target.spec.dnssec === true
        ? null
        : {
            en: `${target.id} is not signed with DNSSEC, so no signature can end.`,
            zh: `${target.id} 未启用 DNSSEC，没有签名可过期。`,
          },
  },
];
