import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import type { Severity } from "./constants";

export interface SeedRule {
  name: string;
  expr: string;
  forMs: number;
  severity: Severity;
  summary: string;
  summaryZh: string;
  /** Why these figures: shown to whoever reads the rule. */
  description: string;
  descriptionZh: string;
}

/**
 * Two evaluations after the first must agree: one odd sample, or a role that changes hands between two samples, wakes
 * nobody, and a real outage is told within 15 seconds.
 */
const CONFIRM_MS = 10 * SECOND_MS;
/** Our choice for ratios and queues: a burst that drains by itself within half a minute needs no person. */
const BURST_MS = 30 * SECOND_MS;

/** Rules over metrics that any Prometheus-compatible agent sends. */
export const COMMON_RULES: readonly SeedRule[] = [
  {
    name: "TargetDown",
    expr: "up == 0",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "{{ $labels.job }} at {{ $labels.instance }} cannot be scraped",
    summaryZh: "{{ $labels.instance }}（{{ $labels.job }}）无法采集",
    description: "`up` is 0 when a scrape failed; one minute is four scrapes at Prometheus' usual 15 s.",
    descriptionZh: "采集失败时 `up` 为 0；一分钟为 Prometheus 常用 15 秒间隔的四次采集。",
  },
];

/** Rules over the products of the catalogue; limits are the thresholds of `lib/products`, where a reason is given. */
export const PRODUCT_RULES: readonly SeedRule[] = [
  {
    name: "BusinessSuccessRateLow",
    expr: `sum by (app, scenario) (rate(business_requests_total{outcome="ok"}[1m])) / sum by (app, scenario) (rate(business_requests_total[1m])) < 0.995`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "Success rate of {{ $labels.scenario }} is {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.scenario }} 成功率降至 {{ $value | humanizePercentage }}",
    description: "The objective of the business: at most one request in 200 fails.",
    descriptionZh: "业务目标：每 200 个请求至多失败 1 个。",
  },
  {
    name: "BusinessLatencyHigh",
    expr: "histogram_quantile(0.99, sum by (app, scenario, le) (rate(business_request_duration_seconds_bucket[1m]))) > 1",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "99 % of {{ $labels.scenario }} take up to {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.scenario }} P99 耗时 {{ $value | humanizeDuration }}",
    description: "After one second a person's flow of thought breaks (Nielsen 1993).",
    descriptionZh: "超过一秒，用户思路被打断（Nielsen 1993）。",
  },
  {
    name: "MysqlPrimaryDown",
    expr: "sum by (app, cluster) (mysql_up * mysql_is_primary) == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has no primary that answers: writes fail",
    summaryZh: "{{ $labels.cluster }} 没有可用主节点，写入失败",
    description: "Only the primary accepts writes; without one each order fails.",
    descriptionZh: "仅主节点接受写入；没有主节点则订单全部失败。",
  },
  {
    name: "MysqlReplicationLagHigh",
    expr: "mysql_replication_lag_seconds > 10",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is {{ $value | humanizeDuration }} behind its primary",
    summaryZh: "{{ $labels.resource }} 落后主节点 {{ $value | humanizeDuration }}",
    description: "Past ten seconds a shopper no longer finds the order just placed.",
    descriptionZh: "超过十秒，用户查不到刚下的订单。",
  },
  {
    name: "MysqlCpuHigh",
    expr: "mysql_cpu_usage_ratio > 0.8",
    forMs: BURST_MS,
    severity: "warning",
    summary: "CPU of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
    summaryZh: "{{ $labels.resource }} CPU 使用率 {{ $value | humanizePercentage }}",
    description:
      "Waiting grows as 1/(1-utilisation): at 0.8 a statement waits four times as long as it works.",
    descriptionZh: "等待时间按 1/(1-利用率) 增长：利用率 0.8 时等待为执行的四倍。",
  },
  {
    name: "RedisDown",
    expr: "redis_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} does not answer",
    summaryZh: "{{ $labels.resource }} 无应答",
    description: "Without its cache the database sees each read.",
    descriptionZh: "缓存不可用时，读请求全部落到数据库。",
  },
  {
    name: "CkafkaConsumerLagHigh",
    expr: "ckafka_consumer_lag_messages > 10000",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.group }} is {{ $value | humanize }} messages behind on {{ $labels.resource }}",
    summaryZh: "{{ $labels.group }} 在 {{ $labels.resource }} 积压 {{ $value | humanize }} 条消息",
    description: "At ordinary traffic a group needs more than a minute for 10,000 messages.",
    descriptionZh: "平常流量下，消费组处理 10,000 条消息需一分钟以上。",
  },
  {
    name: "TkePodsUnavailable",
    expr: "tke_pods_ready / tke_pods_desired < 0.9",
    forMs: BURST_MS,
    severity: "warning",
    summary: "Only {{ $value | humanizePercentage }} of the pods of {{ $labels.resource }} are ready",
    summaryZh: "{{ $labels.resource }} 仅 {{ $value | humanizePercentage }} 的 Pod 就绪",
    description:
      "Our choice: a rolling update takes at most a tenth away; half a minute is longer than a pod's start.",
    descriptionZh: "我们的选择：滚动更新至多减少一成；半分钟长于 Pod 启动时间。",
  },
  {
    name: "CvmDown",
    expr: "cvm_up == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "Server {{ $labels.resource }} in {{ $labels.zone }} does not answer",
    summaryZh: "{{ $labels.zone }} 的服务器 {{ $labels.resource }} 无应答",
    description: "All pods of the server are lost with it.",
    descriptionZh: "服务器上的 Pod 全部丢失。",
  },
  {
    name: "ClbErrorRateHigh",
    expr: `sum by (app, resource) (rate(clb_requests_total{code="5xx"}[1m])) / sum by (app, resource) (rate(clb_requests_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} answers {{ $value | humanizePercentage }} of the requests with 5xx",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的请求返回 5xx",
    description: "Our choice: twice what the business objective of 99.5 % allows, so it is not noise.",
    descriptionZh: "我们的选择：为业务目标 99.5 % 所容许的两倍，不是噪声。",
  },
];
