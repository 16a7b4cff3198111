import { BURST_MS, CONFIRM_MS } from "../alarm-times";
import { careAlarms, healthAlarms, primaryAlarms, trafficAlarms } from "../sql-alarms";
import type { AlarmDefinition } from "../types";
import { postgresTitle } from "./title";

export const postgresAlarms: readonly AlarmDefinition[] = [
  ...primaryAlarms(postgresTitle, {
    en: "Only the primary accepts writes; standbys are in recovery and refuse them.",
    zh: "仅主节点接受写入；备节点处于恢复模式，拒绝写入。",
  }),
  ...healthAlarms(postgresTitle),
  ...trafficAlarms(postgresTitle),
  {
    name: "PostgresReplicationLagHigh",
    expr: "postgres_replication_lag_seconds > 10",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} is {{ $value | humanizeDuration }} behind its primary",
    summaryZh: "{{ $labels.resource }} 落后主节点 {{ $value | humanizeDuration }}",
    description: "Past ten seconds a position read from the standby is plainly wrong.",
    descriptionZh: "超过十秒，从备节点读到的持仓已明显错误。",
  },
  {
    name: "PostgresSynchronousStandbyMissing",
    expr: "postgres_synchronous_standbys == 0",
    forMs: CONFIRM_MS,
    severity: "warning",
    summary: "Commits on {{ $labels.resource }} have no standby that confirms them",
    summaryZh: "{{ $labels.resource }} 的提交没有同步备节点确认",
    description:
      "Until the manager turns synchronous replication off commits hang; after it a failover may lose the last ones.",
    descriptionZh: "高可用管理器关闭同步复制前提交挂起；关闭后切换可能丢失最后的提交。",
  },
  {
    name: "PostgresReplicationSlotInactive",
    expr: "postgres_replication_slots_inactive > 0",
    forMs: BURST_MS,
    severity: "critical",
    summary: "{{ $value }} replication slot of {{ $labels.resource }} is not read by anybody",
    summaryZh: "{{ $labels.resource }} 有 {{ $value }} 个复制槽无人消费",
    description:
      "An unread slot keeps WAL until the disk is full, and a full pg_wal stops the server (PANIC).",
    descriptionZh: "无人消费的复制槽会一直保留 WAL 直到磁盘写满，pg_wal 写满则服务崩溃（PANIC）。",
  },
  {
    name: "PostgresIdleInTransaction",
    expr: "postgres_backends_idle_in_transaction > 20",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $value }} backends of {{ $labels.resource }} are idle in a transaction",
    summaryZh: "{{ $labels.resource }} 有 {{ $value }} 个后端在事务中空闲",
    description: "Each holds a connection, its locks and the horizon that vacuum may clean up to.",
    descriptionZh: "每个都占着连接、锁以及 vacuum 的清理水位。",
  },
  {
    name: "PostgresLongTransaction",
    expr: "postgres_transaction_longest_seconds > 60",
    forMs: BURST_MS,
    severity: "warning",
    summary: "A transaction on {{ $labels.resource }} is open for {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 有事务已持续 {{ $value | humanizeDuration }}",
    description: "No request lasts a minute; what is open longer only holds vacuum up.",
    descriptionZh: "没有请求会持续一分钟；更久的事务只是阻碍 vacuum。",
  },
  {
    name: "PostgresBloatHigh",
    expr: "postgres_bloat_ratio > 0.3",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the row versions on {{ $labels.resource }} are dead",
    summaryZh: "{{ $labels.resource }} 死元组比例 {{ $value | humanizePercentage }}",
    description:
      "autovacuum_vacuum_scale_factor is 0.2 by default: above it by half, vacuum does not keep up.",
    descriptionZh: "autovacuum_vacuum_scale_factor 默认 0.2：超出一半说明清理跟不上。",
  },
  {
    name: "PostgresTransactionIdsRunningOut",
    expr: "postgres_transaction_id_age > 400000000",
    forMs: CONFIRM_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} is {{ $value | humanize }} transactions old: writes stop near 2.1 G",
    summaryZh: "{{ $labels.resource }} 事务号年龄 {{ $value | humanize }}，接近 2.1 G 时停止写入",
    description: "Twice autovacuum_freeze_max_age (200 million): freezing should have begun long before.",
    descriptionZh: "autovacuum_freeze_max_age（2 亿）的两倍：冻结早该开始。",
  },
  {
    name: "PostgresCheckpointsTooFrequent",
    expr: `sum by (app, cluster, resource) (rate(postgres_checkpoints_total{kind="requested"}[1m])) * 60 > 3`,
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} makes {{ $value | humanize }} requested checkpoints a minute",
    summaryZh: "{{ $labels.resource }} 每分钟 {{ $value | humanize }} 次被动检查点",
    description:
      "checkpoint_warning is 30 s by default, two a minute: max_wal_size is too small for the writes, and each page is logged whole.",
    descriptionZh:
      "checkpoint_warning 默认 30 秒即每分钟两次：max_wal_size 相对写入量过小，每页都要整页写日志。",
  },
  {
    name: "PostgresDeadlocksHigh",
    expr: "sum by (app, cluster, resource) (rate(postgres_deadlocks_total[1m])) > 0.1",
    forMs: BURST_MS,
    severity: "warning",
    summary: "{{ $labels.resource }} has {{ $value | humanize }} deadlocks a second",
    summaryZh: "{{ $labels.resource }} 每秒 {{ $value | humanize }} 次死锁",
    description: "One in ten seconds is a pattern: the same rows are locked in different orders.",
    descriptionZh: "十秒一次已是规律：同一批行以不同顺序加锁。",
  },
  {
    name: "PostgresActiveBackendsHigh",
    expr: "postgres_backends_active / postgres_connections_max > 0.5",
    forMs: BURST_MS,
    severity: "critical",
    summary:
      "{{ $value | humanizePercentage }} of the connections of {{ $labels.resource }} are stuck in a statement",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的连接卡在语句中",
    description:
      "Our choice: in normal times a few per cent are at work; half of them means that all wait for one thing.",
    descriptionZh: "我们的选择：正常时仅百分之几在执行；达到一半说明都在等同一件事。",
  },
  ...careAlarms(postgresTitle),
];
