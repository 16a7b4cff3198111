import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import type { AlarmDefinition } from "../types";

export const dnsAlarms: readonly AlarmDefinition[] = [
  {
    name: "DnsAnswersWrong",
    expr: "dns_probe_correct_ratio < 0.95",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "Only {{ $value | humanizePercentage }} of the probes resolve {{ $labels.resource }} rightly",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value | humanizePercentage }} 的拨测点解析正确",
    description:
      "Our choice: one probe in twenty is more than probes fail by themselves; the users behind it reach nothing or somebody else.",
    descriptionZh: "我们的选择：二十分之一超出拨测点自身故障；其背后的用户无法访问或被引向他处。",
  },
  {
    name: "DnsFailureRateHigh",
    expr: `sum by (app, resource) (rate(dns_queries_total{rcode="SERVFAIL"}[1m])) / sum by (app, resource) (rate(dns_queries_total[1m])) > 0.05`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} fails {{ $value | humanizePercentage }} of its queries",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的查询失败",
    description:
      "Our choice: resolvers try twice, so one in twenty leaves 0.25 % of the lookups without an answer.",
    descriptionZh: "我们的选择：递归解析器会重试一次，二十分之一失败时仍有 0.25 % 的解析得不到应答。",
  },
  {
    name: "DnsNxdomainRateHigh",
    expr: `sum by (app, resource) (rate(dns_queries_total{rcode="NXDOMAIN"}[1m])) / sum by (app, resource) (rate(dns_queries_total[1m])) > 0.3`,
    forMs: BURST_MS,
    severity: "warning",
    summary:
      "{{ $value | humanizePercentage }} of the queries for {{ $labels.resource }} ask for names that do not exist",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的查询指向不存在的名称",
    description: "A record was deleted, or somebody floods the zone with random names.",
    descriptionZh: "记录被删除，或有人以随机子域攻击该域名。",
  },
  {
    name: "DnsLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (app, resource, le) (rate(dns_query_duration_seconds_bucket[1m]))) > 0.25",
    forMs: BURST_MS,
    severity: "warning",
    summary: "1 % of the queries for {{ $labels.resource }} take longer than {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} P99 解析耗时 {{ $value | humanizeDuration }}",
    description: "Our choice: each first visit waits for it, a quarter of the second that a person bears.",
    descriptionZh: "我们的选择：每次首访都要等待解析，已占用户一秒耐心的四分之一。",
  },
  {
    name: "DnsServerDown",
    expr: "dns_servers_healthy < dns_servers",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has only {{ $value }} name servers that answer",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value }} 台权威服务器应答",
    description: "Resolvers that ask the dead one wait for a time-out first.",
    descriptionZh: "递归解析器问到故障服务器时需先等待超时。",
  },
  {
    name: "DnsSignatureEnding",
    expr: "dns_signature_remaining_seconds < 86400",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "The signatures of {{ $labels.resource }} end in {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 的 DNSSEC 签名将在 {{ $value | humanizeDuration }} 后到期",
    description: "Past the end every validating resolver answers SERVFAIL: the name is gone for its users.",
    descriptionZh: "到期后所有做校验的递归解析器均返回 SERVFAIL，其用户无法访问。",
  },
];
