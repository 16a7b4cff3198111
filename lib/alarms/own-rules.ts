import { MINUTE_MS } from "@/lib/core/time";
import { SELF_PRODUCT } from "@/lib/telemetry/constants";
import type { AlarmDefinition } from "@/lib/products/types";

const OWN = `product="${SELF_PRODUCT}"`;

/** A start, with its history to write and its caches to fill, is over by then; so is a restart. Our choice. */
const SETTLED_MS = 5 * MINUTE_MS;
/** Eight of our own samples, 15 s apart, agree. */
const CONFIRMED_MS = 2 * MINUTE_MS;

/** Rules of Evenkeel over itself. All carry `product`, so that no drill takes them for damage to the business. */
export const OWN_RULES: readonly AlarmDefinition[] = [
  {
    name: "EvenkeelPartSilent",
    expr: `time() - max by (product, resource) (timestamp(evenkeel_process_start_time_seconds{${OWN}})) > 60`,
    forMs: MINUTE_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} has told nothing of itself for {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 已 {{ $value | humanizeDuration }} 没有自身数据",
    description:
      "Every part writes its own metrics each 15 s: four in a row are missing, and a restart takes less.",
    descriptionZh: "每个部件每 15 秒写入自身指标：已连续缺失四次，而重启用时更短。",
  },
  {
    name: "EvenkeelRestarting",
    expr: `increase(evenkeel_process_restarts_total{${OWN}}[15m]) > 3`,
    forMs: 0,
    severity: "critical",
    summary: "{{ $labels.resource }} was started again {{ $value | humanize }} times in 15 minutes",
    summaryZh: "{{ $labels.resource }} 15 分钟内重启 {{ $value | humanize }} 次",
    description: "Our choice: one crash heals itself; four in a quarter of an hour have a cause that stays.",
    descriptionZh: "我们的选择：一次崩溃可自愈；一刻钟内四次说明原因仍在。",
  },
  {
    name: "EvenkeelEventLoopBlocked",
    expr: `max by (product, resource) (evenkeel_nodejs_eventloop_lag_seconds{${OWN},statistic="p99"}) > 0.25`,
    forMs: SETTLED_MS,
    severity: "warning",
    summary: "The event loop of {{ $labels.resource }} is late by {{ $value | humanizeDuration }}",
    summaryZh: "{{ $labels.resource }} 事件循环延迟 {{ $value | humanizeDuration }}",
    description: "Five times our objective of 50 ms: every page and every evaluation waits that long.",
    descriptionZh: "为 50 毫秒目标的五倍：每个页面与每次评估都要等待这么久。",
  },
  {
    name: "EvenkeelMemoryNearLimit",
    expr: `evenkeel_process_resident_memory_bytes{${OWN}} / evenkeel_process_memory_limit_bytes{${OWN}} > 0.9`,
    forMs: CONFIRMED_MS,
    severity: "critical",
    summary: "{{ $labels.resource }} has {{ $value | humanizePercentage }} of the memory it may have",
    summaryZh: "{{ $labels.resource }} 已用可用内存的 {{ $value | humanizePercentage }}",
    description:
      "Our choice: the last tenth is what a heavy query needs before the kernel kills the process.",
    descriptionZh: "我们的选择：最后一成是重查询在进程被内核杀死前所需。",
  },
  {
    name: "EvenkeelHeapNearLimit",
    expr: `evenkeel_nodejs_heap_used_bytes{${OWN}} / evenkeel_nodejs_heap_limit_bytes{${OWN}} > 0.85`,
    forMs: CONFIRMED_MS,
    severity: "critical",
    summary: "The JavaScript heap of {{ $labels.resource }} is {{ $value | humanizePercentage }} full",
    summaryZh: "{{ $labels.resource }} JavaScript 堆已用 {{ $value | humanizePercentage }}",
    description:
      "Our choice: beyond, V8 spends most of its time on collecting, and ends the process at 100 %.",
    descriptionZh: "我们的选择：再往上 V8 大部分时间用于回收，到 100 % 时进程终止。",
  },
  {
    name: "EvenkeelQueriesFailing",
    expr: `sum by (product, resource) (rate(evenkeel_query_duration_seconds_count{${OWN},outcome=~"timeout|unavailable|upstream|internal"}[5m])) / sum by (product, resource) (rate(evenkeel_query_duration_seconds_count{${OWN}}[5m])) > 0.05`,
    forMs: CONFIRMED_MS,
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the queries of {{ $labels.resource }} fail or time out",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的查询失败或超时",
    description:
      "Our choice: one in twenty leaves a gap on every page. What the asker got wrong is not counted.",
    descriptionZh: "我们的选择：二十分之一失败即每页都有空缺。提问者自身的错误不计。",
  },
  {
    name: "EvenkeelIngestRejecting",
    expr: `sum by (product) (rate(evenkeel_ingest_rejected_samples_total{${OWN}}[5m])) / (sum by (product) (rate(evenkeel_ingest_rejected_samples_total{${OWN}}[5m])) + (sum by (product) (rate(evenkeel_ingest_samples_total{${OWN}}[5m])) or 0 * sum by (product) (rate(evenkeel_ingest_rejected_samples_total{${OWN}}[5m])))) > 0.1`,
    forMs: SETTLED_MS,
    severity: "warning",
    summary: "{{ $value | humanizePercentage }} of the samples that arrive are refused",
    summaryZh: "收到的样本有 {{ $value | humanizePercentage }} 被拒绝",
    description:
      "Our choice: a tenth over five minutes is a sender that is set up wrong; Settings → Sources says why.",
    descriptionZh: "我们的选择：五分钟内一成被拒说明发送方配置有误；原因见“设置 → 数据源”。",
  },
  {
    name: "EvenkeelAlarmEvaluationLate",
    expr: `sum by (product) (rate(evenkeel_service_tick_duration_seconds_count{${OWN},service="alarms"}[2m])) < 0.1 and on (product) time() - max by (product) (evenkeel_process_start_time_seconds{${OWN},resource="evenkeel-worker"}) > 180`,
    forMs: MINUTE_MS,
    severity: "critical",
    summary:
      "Alarms are evaluated {{ $value | humanize }} times a second, less than half as often as they should be",
    summaryZh: "告警评估每秒仅 {{ $value | humanize }} 次，不足应有的一半",
    description:
      "Rules are due each five seconds (0.2 a second). While they are late nobody is told in time. A worker that has just started has too few samples to tell.",
    descriptionZh:
      "规则每五秒评估一次（每秒 0.2 次）。评估滞后时无人能及时获知。刚启动的工作进程样本不足，不作判断。",
  },
  {
    name: "EvenkeelAlarmRulesFailing",
    expr: `max by (product, resource) (evenkeel_alarm_rules{${OWN},health="error"}) > 0`,
    forMs: CONFIRMED_MS,
    severity: "warning",
    summary: "{{ $value | humanize }} alarm rules cannot be evaluated",
    summaryZh: "{{ $value | humanize }} 条告警规则无法评估",
    description: "A rule that fails watches nothing. Alarms → Rules shows which, and why.",
    descriptionZh: "评估失败的规则不起监控作用。详见“告警 → 规则”。",
  },
  {
    name: "EvenkeelDatabaseFailing",
    expr: `sum by (product, resource) (rate(evenkeel_database_query_duration_seconds_count{${OWN},outcome="error"}[2m])) / sum by (product, resource) (rate(evenkeel_database_query_duration_seconds_count{${OWN}}[2m])) > 0.05`,
    forMs: MINUTE_MS,
    severity: "critical",
    summary:
      "{{ $value | humanizePercentage }} of the statements of {{ $labels.resource }} to PostgreSQL fail",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanizePercentage }} 的 PostgreSQL 语句失败",
    description:
      "Our choice: a race that two writers settle is a rare error; one in twenty is none of those.",
    descriptionZh: "我们的选择：写入竞争偶有失败；二十分之一则不属此类。",
  },
  {
    name: "EvenkeelDatabasePoolFull",
    expr: `evenkeel_database_queries_running{${OWN}} > evenkeel_database_connections_max{${OWN}}`,
    forMs: CONFIRMED_MS,
    severity: "warning",
    summary:
      "{{ $value | humanize }} statements of {{ $labels.resource }} share the connections to PostgreSQL",
    summaryZh: "{{ $labels.resource }} 有 {{ $value | humanize }} 条语句争用 PostgreSQL 连接",
    description: "More statements than connections: the others wait, in eight samples in a row.",
    descriptionZh: "语句数超过连接数，其余在等待，且连续八次采样如此。",
  },
  {
    name: "EvenkeelFoldBacklog",
    expr: `evenkeel_log_samples{${OWN}} > 16000000`,
    forMs: 10 * MINUTE_MS,
    severity: "warning",
    summary: "{{ $value | humanize }} samples wait to be folded",
    summaryZh: "{{ $value | humanize }} 个样本等待归并",
    description:
      "Twice the number at which the store folds before a block is over: the fold does not keep up.",
    descriptionZh: "为提前归并阈值的两倍：归并跟不上写入。",
  },
  {
    name: "EvenkeelSimulatorBehind",
    expr: `evenkeel_simulator_lag_seconds{${OWN}} > 30`,
    forMs: CONFIRMED_MS,
    severity: "warning",
    summary: "The simulated cloud is {{ $value | humanizeDuration }} behind",
    summaryZh: "模拟云落后 {{ $value | humanizeDuration }}",
    description: "Six ticks of five seconds: from three on its series look stale.",
    descriptionZh: "相当于六个五秒周期：落后三个周期起，其序列即显陈旧。",
  },
  {
    name: "EvenkeelServiceFailing",
    expr: `sum by (product, service) (increase(evenkeel_service_restarts_total{${OWN}}[15m])) > 3`,
    forMs: 0,
    severity: "critical",
    summary: "The service {{ $labels.service }} failed {{ $value | humanize }} times in 15 minutes",
    summaryZh: "服务 {{ $labels.service }} 15 分钟内失败 {{ $value | humanize }} 次",
    description:
      "Our choice: it starts again by itself; four times in a quarter of an hour have a cause that stays.",
    descriptionZh: "我们的选择：服务会自行重启；一刻钟内四次说明原因仍在。",
  },
  {
    name: "EvenkeelJobsFailing",
    expr: `sum by (product, queue) (increase(evenkeel_job_duration_seconds_count{${OWN},outcome="error"}[30m])) > 2`,
    forMs: 0,
    severity: "warning",
    summary: "The job {{ $labels.queue }} failed {{ $value | humanize }} times in 30 minutes",
    summaryZh: "作业 {{ $labels.queue }} 30 分钟内失败 {{ $value | humanize }} 次",
    description:
      "Our choice: each run is tried six times; three failures are more than a hiccup of the database.",
    descriptionZh: "我们的选择：每次运行至多尝试六次；三次失败已非数据库偶发抖动。",
  },
  {
    name: "EvenkeelDiskNearlyFull",
    expr: `evenkeel_disk_available_bytes{${OWN}} < 10 * 1024 * 1024 * 1024 and evenkeel_disk_available_bytes{${OWN}} / evenkeel_disk_size_bytes{${OWN}} < 0.1`,
    forMs: SETTLED_MS,
    severity: "critical",
    summary: "{{ $value | humanize1024 }}B are left on the volume of the data folder",
    summaryZh: "数据目录所在卷仅剩 {{ $value | humanize1024 }}B",
    description:
      "PostgreSQL stops when the volume is full. A tenth of a small volume and 10 GiB of a large one leave time to act.",
    descriptionZh: "卷写满时 PostgreSQL 停止。小卷的一成、大卷的 10 GiB 留有处理时间。",
  },
];
