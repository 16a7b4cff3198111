import { MINUTE_MS } from "@/lib/core/time";
import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import { careAlarms, healthAlarms, primaryAlarms, trafficAlarms } from "../sql-alarms";
import type { AlarmDefinition } from "../types";
import { mysqlTitle } from "./title";

export const mysqlAlarms: readonly AlarmDefinition[] = [
  ...primaryAlarms(mysqlTitle, {
    en: "Only the primary accepts writes; without one each order fails.",
    zh: "仅主节点接受写入；没有主节点则订单全部失败。",
  }),
  ...healthAlarms(mysqlTitle),
  ...trafficAlarms(mysqlTitle),
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
    name: "MysqlReplicationStopped",
    expr: "mysql_replication_running == 0",
    forMs: BURST_MS,
    severity: "critical",
    summary: "Replication of {{ $labels.resource }} has stopped",
    summaryZh: "{{ $labels.resource }} 复制已停止",
    description: "A stopped applier never catches up by itself: the standby is no standby any more.",
    descriptionZh: "停止的应用线程不会自行追上：该备节点已失去备份作用。",
  },
  {
    name: "MysqlPrimaryReadOnly",
    expr: "mysql_read_only == 1 and mysql_is_primary == 1",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} is primary and refuses writes",
    summaryZh: "主节点 {{ $labels.resource }} 处于只读状态",
    description:
      "super_read_only was left on after a switch or a change: reads look well, every write fails.",
    descriptionZh: "切换或变更后遗留 super_read_only：读取正常，写入全部失败。",
  },
  {
    name: "MysqlBufferPoolMissesHigh",
    expr: "sum by (app, cluster, resource) (rate(mysql_buffer_pool_reads_total[1m])) / sum by (app, cluster, resource) (rate(mysql_buffer_pool_read_requests_total[1m])) > 0.05",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} reads {{ $value | humanizePercentage }} of its pages from disk",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的页需要读盘",
    description: "More than one page in twenty waits for a disk that is 100 times slower than memory.",
    descriptionZh: "超过二十分之一的页需等待比内存慢百倍的磁盘。",
  },
  {
    name: "MysqlLongTransaction",
    expr: "mysql_transaction_longest_seconds > 60",
    forMs: BURST_MS,
    severity: "warning",
    summary: "A transaction on {{ $labels.resource }} is open for {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 有事务已持续 {{ $value | humanizeDuration }}",
    description:
      "No request lasts a minute; what is open longer holds locks and old row versions for nobody.",
    descriptionZh: "没有请求会持续一分钟；更久的事务只是白白占着锁与旧版本。",
  },
  {
    name: "MysqlDeadlocksHigh",
    expr: "sum by (app, cluster, resource) (rate(mysql_deadlocks_total[1m])) > 0.1",
    forMs: MINUTE_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has {{ $value | humanize }} deadlocks a second",
    summaryZh: "{{ $labels.resource }} 每秒 {{ $value | humanize }} 次死锁",
    description: "One in ten seconds is a pattern: the same rows are locked in different orders.",
    descriptionZh: "十秒一次已是规律：同一批行以不同顺序加锁。",
  },
  ...careAlarms(mysqlTitle),
];
