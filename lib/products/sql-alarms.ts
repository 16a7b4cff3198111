import { BURST_MS, CONFIRM_MS } from "./alarm-times";
import type { SqlProduct } from "./sql-metrics";
import type { AlarmDefinition, Text } from "./types";

/** Rules that every relational database has; limits are the thresholds of its metrics, where the reason is given. */

/** `what` fails without a primary, in the words of the product. */
export const primaryAlarms = ({ id, alarm }: SqlProduct, what: Text): readonly AlarmDefinition[] => [
  {
    name: `${alarm}PrimaryDown`,
    expr: `sum by (app, cluster) (${id}_up * ${id}_is_primary) == 0`,
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has no primary that answers: writes fail",
    summaryZh: "{{ $labels.cluster }} 没有可用主节点，写入失败",
    description: what.en,
    descriptionZh: what.zh,
  },
  {
    name: `${alarm}PrimaryChanged`,
    expr: `sum by (app, cluster) (increase(${id}_promotions_total[2m])) > 0`,
    forMs: 0,
    severity: "info",
    summary: "{{ $labels.cluster }} has a new primary",
    summaryZh: "{{ $labels.cluster }} 发生主备切换",
    description:
      "A switch breaks open transactions; whether by failure or by hand, somebody should know why.",
    descriptionZh: "切换会中断进行中的事务；无论故障还是人工，都应有人知道原因。",
  },
];

export function healthAlarms({ id, title, alarm }: SqlProduct): readonly AlarmDefinition[] {
  const zh = title.zh.trimEnd();
  return [
    {
      name: `${alarm}NodeDown`,
      expr: `${id}_up == 0`,
      forMs: CONFIRM_MS,
      severity: "warning",
      summary: "{{ $labels.resource }} does not answer",
      summaryZh: "{{ $labels.resource }} 无应答",
      description: `A ${title.en} cluster that lost a member has one copy and one standby less until it is rebuilt.`,
      descriptionZh: `${zh} 集群少一个成员，重建完成前少一份副本与一个备节点。`,
    },
    {
      name: `${alarm}Unreachable`,
      expr: `${id}_probe_success == 0`,
      forMs: CONFIRM_MS,
      severity: "critical",
      summary: "{{ $labels.resource }} cannot be reached from the services' network",
      summaryZh: "从业务网络无法连通 {{ $labels.resource }}",
      description:
        "The engine may be well: look at security groups, routes and names before the database itself.",
      descriptionZh: "引擎本身可能正常：先查安全组、路由与域名，再查数据库。",
    },
    {
      name: `${alarm}CpuHigh`,
      expr: `${id}_cpu_usage_ratio > 0.8`,
      forMs: BURST_MS,
      severity: "warning",
      summary: "CPU of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
      summaryZh: "{{ $labels.resource }} CPU 使用率 {{ $value | humanizePercentage }}",
      description:
        "Waiting grows as 1/(1-utilisation): at 0.8 a statement waits four times as long as it works.",
      descriptionZh: "等待时间按 1/(1-利用率) 增长：利用率 0.8 时等待为执行的四倍。",
    },
    {
      name: `${alarm}DiskNearlyFull`,
      expr: `${id}_disk_usage_ratio > 0.95`,
      forMs: BURST_MS,
      severity: "critical",
      summary: "The disk of {{ $labels.resource }} is at {{ $value | humanizePercentage }}",
      summaryZh: "{{ $labels.resource }} 磁盘使用率 {{ $value | humanizePercentage }}",
      description:
        "Our choice: past 0.85 it is a risk to be planned for; the last twentieth may be gone before somebody is at the desk.",
      descriptionZh: "我们的选择：超过 0.85 属于待治理风险；最后 5 % 可能在人到位之前耗尽。",
    },
  ];
}

export const trafficAlarms = ({ id, alarm }: SqlProduct): readonly AlarmDefinition[] => [
  {
    name: `${alarm}ConnectionsNearLimit`,
    expr: `${id}_connections / ${id}_connections_max > 0.8`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has {{ $value | humanizePercentage }} of its connections in use",
    summaryZh: "{{ $labels.resource }} 连接使用率 {{ $value | humanizePercentage }}",
    description: "Our choice: at 0.8 one more pool of a redeployed service still fits.",
    descriptionZh: "我们的选择：0.8 时仍容得下一个重新部署服务的连接池。",
  },
  {
    name: `${alarm}ConnectionsRefused`,
    expr: `sum by (app, cluster, resource) (rate(${id}_connections_refused_total[1m])) > 0.1`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} refuses {{ $value | humanize }} connections a second",
    summaryZh: "{{ $labels.resource }} 每秒拒绝 {{ $value | humanize }} 个连接",
    description: "Each refused connection is a failed request; one in ten seconds is more than a lost race.",
    descriptionZh: "每个被拒绝的连接都是一次失败请求；十秒一次已不是偶然竞争。",
  },
  {
    name: `${alarm}ErrorRateHigh`,
    expr: `sum by (app, cluster, resource) (rate(${id}_query_errors_total[1m])) / sum by (app, cluster, resource) (rate(${id}_queries_total[1m])) > 0.01`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the statements on {{ $labels.resource }} fail",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的语句失败",
    description:
      "Our choice: a request makes several statements, so one in a hundred costs far more than the 0.5 % that the business allows.",
    descriptionZh: "我们的选择：一次请求包含多条语句，1 % 的语句失败远超业务容许的 0.5 %。",
  },
  {
    name: `${alarm}SlowQueriesHigh`,
    expr: `sum by (app, cluster, resource) (rate(${id}_slow_queries_total[1m])) > 1`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has {{ $value | humanize }} slow statements a second",
    summaryZh: "{{ $labels.resource }} 每秒 {{ $value | humanize }} 条慢查询",
    description: "In normal times it is well below one a second; a lost index or a hot row shows here first.",
    descriptionZh: "正常时远低于每秒一条；索引失效或热点行最先体现在这里。",
  },
  {
    name: `${alarm}TableRowsLost`,
    expr: `${id}_table_rows < 0.95 * max_over_time(${id}_table_rows[5m])`,
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} lost rows: {{ $value | humanize }} are left",
    summaryZh: "{{ $labels.resource }} 数据行数骤降，剩余 {{ $value | humanize }}",
    description: "Our choice: no ordinary clean-up takes one row in twenty within five minutes.",
    descriptionZh: "我们的选择：正常清理不会在五分钟内删除二十分之一的数据。",
  },
];

export const careAlarms = ({ id, alarm }: SqlProduct): readonly AlarmDefinition[] => [
  {
    name: `${alarm}BackupOverdue`,
    expr: `max by (app, cluster) (time() - ${id}_backup_last_success_timestamp_seconds) > 180`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "The backup of {{ $labels.cluster }} is {{ $value | humanizeDuration }} behind",
    summaryZh: "{{ $labels.cluster }} 备份滞后 {{ $value | humanizeDuration }}",
    description:
      "Log segments are uploaded every 60 s: at three times that, two uploads in a row have failed.",
    descriptionZh: "日志段每 60 秒上传一次：达到三倍即连续两次上传失败。",
  },
  {
    name: `${alarm}CertificateExpiring`,
    expr: `min by (app, cluster) (${id}_certificate_expiry_timestamp_seconds - time()) < 604800`,
    forMs: BURST_MS,
    severity: "critical",
    summary: "The certificate of {{ $labels.cluster }} ends in {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.cluster }} 证书剩余 {{ $value | humanizeDuration }}",
    description: "Our choice, seven days: one weekly change window is left to renew it.",
    descriptionZh: "我们的选择：七天，仅剩一个每周变更窗口可用于续期。",
  },
  {
    name: `${alarm}ClockSkew`,
    expr: `abs(${id}_clock_offset_seconds) > 0.05`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "The clock of {{ $labels.resource }} is off by {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 时钟偏差 {{ $value | humanizeDuration }}",
    description: "The limit of the node_exporter mixin's NodeClockSkewDetected alert (50 ms).",
    descriptionZh: "与 node_exporter mixin 的 NodeClockSkewDetected 告警相同（50 毫秒）。",
  },
];
