import type { MetricDefinition } from "../types";
import { CALL_BUCKETS, p99, perSecond, share, upMetric } from "../views";

export const dnsMetrics: readonly MetricDefinition[] = [
  upMetric("dns", { en: "DNS zone", zh: "DNS 域名" }),
  {
    name: "dns_queries_total",
    type: "counter",
    unit: "queries",
    title: { en: "DNS queries", zh: "DNS 查询量" },
    help: {
      en: "Queries that reached the zone's name servers, by response code (NOERROR, NXDOMAIN, SERVFAIL). What resolvers answer from their caches is not seen here.",
      zh: "到达权威服务器的查询数，按应答码（NOERROR、NXDOMAIN、SERVFAIL）统计；递归解析器缓存应答的查询不计入。",
    },
    bad: "neither",
    synonyms: ["qps", "queries", "requests", "throughput", "查询", "查询量", "请求量", "解析量"],
    view: perSecond("dns_queries_total"),
    viewUnit: "queries/second",
    labels: ["rcode"],
  },
  {
    name: "dns_nxdomain_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "DNS NXDOMAIN rate", zh: "DNS NXDOMAIN 比例" },
    help: {
      en: "Share of the queries for names that do not exist: typing errors at rest, a deleted record or a flood of random names above.",
      zh: "查询不存在名称的比例：平时为拼写错误，升高说明记录被删除或遭随机子域攻击。",
    },
    bad: "high",
    threshold: {
      value: 0.3,
      reason:
        "Our choice: typing errors and probes are a few percent of a zone's queries; a third has another cause.",
    },
    synonyms: ["nxdomain", "nxdomain rate", "missing names", "域名不存在"],
    view: share("dns_queries_total", 'rcode="NXDOMAIN"'),
    derived: true,
  },
  {
    name: "dns_servfail_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "DNS failure rate", zh: "DNS 失败率" },
    help: {
      en: "Share of the queries that got SERVFAIL or no answer in time.",
      zh: "以 SERVFAIL 应答或未及时应答的查询比例。",
    },
    bad: "high",
    threshold: {
      value: 0.01,
      reason: "Our choice: a resolver asks again, so one in a hundred is hidden; more is felt as slow pages.",
    },
    synonyms: ["servfail", "error rate", "errors", "failure rate", "错误率", "失败率", "解析失败率"],
    view: share("dns_queries_total", 'rcode="SERVFAIL"'),
    derived: true,
  },
  {
    name: "dns_query_duration_seconds",
    type: "histogram",
    unit: "seconds",
    title: { en: "DNS latency", zh: "DNS 耗时" },
    help: {
      en: "Time from a resolver's query to the answer of the zone, its retries included; the view is the 99th percentile.",
      zh: "递归解析器发出查询到得到权威应答的时间，含重试；视图为 P99。",
    },
    bad: "high",
    threshold: {
      value: 0.25,
      reason: "Our choice: a quarter of the one second after which a person's thought breaks (Nielsen 1993).",
    },
    synonyms: ["latency", "response time", "duration", "p99", "延迟", "耗时", "响应时间", "时延", "解析耗时"],
    view: p99("dns_query_duration_seconds"),
    buckets: CALL_BUCKETS,
  },
  {
    name: "dns_probe_correct_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "DNS correct answers", zh: "DNS 解析正确率" },
    help: {
      en: "Share of the probes all over the country that resolve the entry name to an address which the zone publishes.",
      zh: "全国拨测点将入口域名解析为正确地址的比例。",
    },
    bad: "low",
    threshold: {
      value: 0.99,
      reason: "Our choice: one probe in a hundred may be ill itself; the rest are users sent elsewhere.",
    },
    synonyms: ["correct answers", "probe", "accuracy", "availability", "正确率", "拨测", "可用率", "劫持"],
  },
  {
    name: "dns_resolver_cache_hit_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "DNS resolver cache hits", zh: "DNS 递归缓存命中率" },
    help: {
      en: "Share of the users' lookups that resolvers answer from their caches, from the zone's time to live.",
      zh: "用户解析由递归解析器缓存应答的比例，取决于 TTL。",
    },
    bad: "low",
    synonyms: ["cache hit", "hit rate", "hit ratio", "命中率", "缓存命中率"],
  },
  {
    name: "dns_usage_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "DNS server usage", zh: "DNS 服务使用率" },
    help: {
      en: "Queries as a share of what the zone's name servers can answer.",
      zh: "查询量占权威服务器处理能力的比例。",
    },
    bad: "high",
    threshold: {
      value: 0.7,
      reason: "Our choice: leaves room to lose one of four name servers.",
    },
    synonyms: ["usage", "utilisation", "utilization", "load", "使用率", "利用率", "负载"],
  },
  {
    name: "dns_servers_healthy",
    type: "gauge",
    unit: "servers",
    title: { en: "DNS healthy name servers", zh: "DNS 健康权威服务器数" },
    help: { en: "Name servers of the zone that answer.", zh: "有应答的权威服务器数。" },
    bad: "low",
    synonyms: ["name servers", "healthy servers", "权威服务器", "健康服务器"],
  },
  {
    name: "dns_servers",
    type: "gauge",
    unit: "servers",
    title: { en: "DNS name servers", zh: "DNS 权威服务器数" },
    help: { en: "Name servers that the zone is delegated to.", zh: "域名所委派的权威服务器数。" },
    bad: "neither",
    synonyms: ["delegated servers", "委派服务器"],
  },
  {
    name: "dns_records",
    type: "gauge",
    unit: "records",
    title: { en: "DNS records", zh: "DNS 记录数" },
    help: { en: "Resource records that the zone publishes.", zh: "域名发布的解析记录数。" },
    bad: "neither",
    synonyms: ["records", "record count", "记录", "记录数", "解析记录"],
  },
  {
    name: "dns_signature_remaining_seconds",
    type: "gauge",
    unit: "seconds",
    title: { en: "DNSSEC signature time left", zh: "DNSSEC 签名剩余时间" },
    help: {
      en: "Time until the first signature of the zone ends; below zero validating resolvers refuse its answers. Absent without DNSSEC.",
      zh: "距最早到期签名的时间；小于零时做校验的递归解析器拒绝应答。未启用 DNSSEC 时无数据。",
    },
    bad: "low",
    threshold: {
      value: 2 * 86_400,
      reason:
        "BIND signs anew a quarter of the validity before the end; two days left means that it does not.",
    },
    synonyms: ["dnssec", "signature", "rrsig", "签名"],
  },
];
