import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import { careAlarms, healthAlarms, primaryAlarms, trafficAlarms } from "../sql-alarms";
import type { AlarmDefinition } from "../types";
import { mariadbTitle } from "./title";

export const mariadbAlarms: readonly AlarmDefinition[] = [
  ...primaryAlarms(mariadbTitle, {
    en: "The proxy sends writes to one node; while it has none that is synced, writes fail.",
    zh: "代理只向一个节点发送写入；没有已同步节点时写入失败。",
  }),
  ...healthAlarms(mariadbTitle),
  ...trafficAlarms(mariadbTitle),
  {
    name: "MariadbClusterSizeLow",
    expr: "max by (app, cluster) (mariadb_wsrep_cluster_size) < 3",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "{{ $labels.cluster }} has {{ $value }} of three nodes",
    summaryZh: "{{ $labels.cluster }} 仅剩 {{ $value }} 个节点（共三个）",
    description: "With two left the loss of one more ends the quorum, and with it every statement.",
    descriptionZh: "只剩两个时再失一个即失去多数派，所有语句都会失败。",
  },
  {
    name: "MariadbNoQuorum",
    expr: "max by (app, cluster) (mariadb_wsrep_cluster_status) == 0",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.cluster }} has no primary component: every statement is refused",
    summaryZh: "{{ $labels.cluster }} 没有主组件，所有语句被拒绝",
    description: "A component without the majority must not write, or the two halves would part for good.",
    descriptionZh: "没有多数派的组件不得写入，否则两半数据将永久分叉。",
  },
  {
    name: "MariadbNodeNotSynced",
    expr: "mariadb_wsrep_local_state < 4",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is not synced (state {{ $value }})",
    summaryZh: "{{ $labels.resource }} 未同步（状态 {{ $value }}）",
    description: "It is sent no reads and could not become the writer until it has caught up.",
    descriptionZh: "追上之前不承接读取，也不能成为写节点。",
  },
  {
    name: "MariadbFlowControlPaused",
    expr: "mariadb_wsrep_flow_control_paused_ratio > 0.1",
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} is paused {{ $value | humanizePercentage }} of the time by flow control",
    summaryZh: "{{ $labels.resource }} 因流控暂停 {{ $value | humanizePercentage }} 的时间",
    description: "One slow node holds up the writes of all: find the one that sends the pauses.",
    descriptionZh: "一个慢节点拖住全部写入：找出发送暂停请求的节点。",
  },
  {
    name: "MariadbCertificationFailures",
    expr: "sum by (app, cluster, resource) (rate(mariadb_wsrep_local_cert_failures_total[1m])) > 0.1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $value | humanize }} transactions a second lose certification on {{ $labels.resource }}",
    summaryZh: "{{ $labels.resource }} 每秒 {{ $value | humanize }} 个事务认证失败",
    description: "With one writer there is no conflict: somebody writes past the proxy.",
    descriptionZh: "单点写入不会冲突：说明有人绕过代理写入。",
  },
  ...careAlarms(mariadbTitle),
];
