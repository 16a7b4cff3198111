import type { MetricDefinition, Text } from "./types";
import {
  CALL_BUCKETS,
  cpuMetric,
  diskMetric,
  memoryMetric,
  p99,
  perSecond,
  rateOver,
  upMetric,
} from "./views";

/** A relational database of the catalogue; `title.zh` ends in a space where Chinese text follows a Latin name. */
export interface SqlProduct {
  id: string;
  title: Text;
  /** What the names of its alarm rules begin with. */
  alarm: string;
}

/** Which member takes writes, and how often each was made it. */
export function primaryMetrics({ id, title }: SqlProduct, help: Text): readonly MetricDefinition[] {
  return [
    {
      name: `${id}_is_primary`,
      type: "gauge",
      unit: "",
      title: { en: `${title.en} is primary`, zh: `${title.zh}主节点` },
      help,
      bad: "neither",
      synonyms: ["primary", "master", "writer", "role", "主库", "主节点", "主从角色"],
    },
    {
      name: `${id}_promotions_total`,
      type: "counter",
      unit: "takeovers",
      title: { en: `${title.en} primary takeovers`, zh: `${title.zh}升主次数` },
      help: {
        en: "Times that this node was made the one that takes writes, by failover or by hand.",
        zh: "该节点被提升为写节点的次数，含故障切换与人工切换。",
      },
      bad: "high",
      synonyms: ["failover", "failovers", "switchover", "主备切换", "故障切换", "切换次数"],
      view: `sum by (resource) (increase(${id}_promotions_total{$selector}[$window]))`,
      viewUnit: "takeovers",
    },
  ];
}

/** Connections open, allowed and refused. The texts name where the engine shows each. */
export function connectionMetrics(
  { id, title }: SqlProduct,
  shownAs: { open: string; max: string },
): readonly MetricDefinition[] {
  return [
    {
      name: `${id}_connections`,
      type: "gauge",
      unit: "connections",
      title: { en: `${title.en} connections`, zh: `${title.zh}连接数` },
      help: {
        en: `Client connections open now (${shownAs.open}).`,
        zh: `当前打开的客户端连接数（${shownAs.open}）。`,
      },
      bad: "high",
      synonyms: ["connections", "connection count", "连接", "连接数"],
    },
    {
      name: `${id}_connections_max`,
      type: "gauge",
      unit: "connections",
      title: { en: `${title.en} connection limit`, zh: `${title.zh}连接上限` },
      help: {
        en: `Connections allowed (${shownAs.max}).`,
        zh: `允许的最大连接数（${shownAs.max}）。`,
      },
      bad: "neither",
      synonyms: ["connection limit", "max connections", "连接上限", "最大连接数"],
    },
    {
      name: `${id}_connections_usage_ratio`,
      type: "gauge",
      unit: "ratio",
      title: { en: `${title.en} connection usage`, zh: `${title.zh}连接使用率` },
      help: { en: "Connections open over connections allowed.", zh: "已用连接与上限之比。" },
      bad: "high",
      threshold: { value: 0.8, reason: "Our choice: one more pool of a redeployed service still fits." },
      synonyms: ["connection usage", "connection pool", "连接使用率", "连接池", "连接数使用率"],
      view: `${id}_connections{$selector} / ${id}_connections_max{$selector}`,
      derived: true,
    },
    {
      name: `${id}_connections_refused_total`,
      type: "counter",
      unit: "connections",
      title: { en: `${title.en} refused connections`, zh: `${title.zh}拒绝连接` },
      help: {
        en: "Connections refused because the limit was reached.",
        zh: "因达到上限而拒绝的连接数。",
      },
      bad: "high",
      threshold: { value: 0, reason: "Each refused connection is a failed request." },
      synonyms: ["refused connections", "too many connections", "拒绝连接", "连接被拒"],
      view: perSecond(`${id}_connections_refused_total`),
      viewUnit: "connections/second",
    },
  ];
}

/** Statements: how many, how many failed, how slow. `slow`: what the engine calls a slow one. */
export function statementMetrics({ id, title }: SqlProduct, slow: string): readonly MetricDefinition[] {
  return [
    {
      name: `${id}_queries_total`,
      type: "counter",
      unit: "queries",
      title: { en: `${title.en} queries`, zh: `${title.zh}查询量` },
      help: { en: "Statements executed.", zh: "执行的语句数。" },
      bad: "neither",
      synonyms: ["qps", "queries", "throughput", "requests", "查询", "查询量", "请求量", "吞吐"],
      view: perSecond(`${id}_queries_total`),
      viewUnit: "queries/second",
    },
    {
      name: `${id}_query_errors_total`,
      type: "counter",
      unit: "queries",
      title: { en: `${title.en} failed queries`, zh: `${title.zh}失败查询` },
      help: { en: "Statements that failed or timed out.", zh: "失败或超时的语句数。" },
      bad: "high",
      synonyms: ["errors", "failed queries", "错误", "失败查询", "报错"],
      view: perSecond(`${id}_query_errors_total`),
      viewUnit: "queries/second",
    },
    {
      name: `${id}_error_ratio`,
      type: "gauge",
      unit: "ratio",
      title: { en: `${title.en} error rate`, zh: `${title.zh}错误率` },
      help: { en: "Share of statements that failed or timed out.", zh: "失败或超时语句的比例。" },
      bad: "high",
      threshold: {
        value: 0.001,
        reason: "Our choice: a request makes several statements, each must be rarer to fail.",
      },
      synonyms: ["error rate", "failure rate", "错误率", "失败率"],
      view: rateOver(`${id}_query_errors_total`, `${id}_queries_total`),
      derived: true,
    },
    {
      name: `${id}_slow_queries_total`,
      type: "counter",
      unit: "queries",
      title: { en: `${title.en} slow queries`, zh: `${title.zh}慢查询` },
      help: {
        en: `Statements that took longer than one second (${slow}).`,
        zh: `超过一秒的语句数（${slow}）。`,
      },
      bad: "high",
      threshold: { value: 1, reason: "Our choice: in normal times it is well below one a second." },
      synonyms: ["slow queries", "slow sql", "slow", "慢查询", "慢sql", "慢 sql"],
      view: perSecond(`${id}_slow_queries_total`),
      viewUnit: "queries/second",
    },
    {
      name: `${id}_query_duration_seconds`,
      type: "histogram",
      unit: "seconds",
      title: { en: `${title.en} query latency`, zh: `${title.zh}查询耗时` },
      help: {
        en: "Time of a statement, waiting included; the view is the 99th percentile.",
        zh: "语句耗时，含等待；视图为 P99。",
      },
      bad: "high",
      threshold: {
        value: 0.1,
        reason: "Our choice: a page makes up to five statements in a row and has one second.",
      },
      synonyms: [
        "latency",
        "query time",
        "response time",
        "duration",
        "p99",
        "延迟",
        "耗时",
        "响应时间",
        "时延",
        "查询耗时",
      ],
      view: p99(`${id}_query_duration_seconds`),
      buckets: CALL_BUCKETS,
    },
  ];
}

/** Statements at work, waiting for a lock, and chosen as the victim of a deadlock. */
export function concurrencyMetrics(
  { id, title }: SqlProduct,
  shownAs: { running: string; lockWaits: string; deadlocks: string },
): readonly MetricDefinition[] {
  return [
    {
      name: `${id}_threads_running`,
      type: "gauge",
      unit: "threads",
      title: { en: `${title.en} running threads`, zh: `${title.zh}活跃线程` },
      help: {
        en: `Statements being executed or waiting for a core (${shownAs.running}).`,
        zh: `执行中或等待处理器的语句数（${shownAs.running}）。`,
      },
      bad: "high",
      synonyms: ["threads", "running threads", "concurrency", "线程", "活跃线程", "并发"],
    },
    {
      name: `${id}_row_lock_waits_total`,
      type: "counter",
      unit: "waits",
      title: { en: `${title.en} row lock waits`, zh: `${title.zh}行锁等待` },
      help: {
        en: `Times that a statement waited for a row (${shownAs.lockWaits}).`,
        zh: `语句等待行锁的次数（${shownAs.lockWaits}）。`,
      },
      bad: "high",
      synonyms: ["locks", "lock waits", "行锁", "锁等待"],
      view: perSecond(`${id}_row_lock_waits_total`),
      viewUnit: "waits/second",
    },
    {
      name: `${id}_deadlocks_total`,
      type: "counter",
      unit: "deadlocks",
      title: { en: `${title.en} deadlocks`, zh: `${title.zh}死锁` },
      help: {
        en: `Statements rolled back as the victim of a deadlock (${shownAs.deadlocks}).`,
        zh: `因死锁被回滚的语句数（${shownAs.deadlocks}）。`,
      },
      bad: "high",
      threshold: { value: 0.1, reason: "Our choice: one in ten seconds is a pattern, not a coincidence." },
      synonyms: ["deadlocks", "deadlock", "死锁"],
      view: perSecond(`${id}_deadlocks_total`),
      viewUnit: "deadlocks/second",
    },
  ];
}

/** Pages found in memory, as a counter pair and the ratio that people read. */
export function bufferMetrics(
  { id, title }: SqlProduct,
  shownAs: { requests: string; reads: string },
): readonly MetricDefinition[] {
  const requests = `${id}_buffer_pool_read_requests_total`;
  const reads = `${id}_buffer_pool_reads_total`;
  return [
    {
      name: requests,
      type: "counter",
      unit: "pages",
      title: { en: `${title.en} page requests`, zh: `${title.zh}页请求` },
      help: {
        en: `Pages asked of the buffer pool (${shownAs.requests}).`,
        zh: `向缓冲池请求的页数（${shownAs.requests}）。`,
      },
      bad: "neither",
      synonyms: ["logical reads", "page requests", "逻辑读"],
      view: perSecond(requests),
      viewUnit: "pages/second",
    },
    {
      name: reads,
      type: "counter",
      unit: "pages",
      title: { en: `${title.en} page reads`, zh: `${title.zh}页读盘` },
      help: {
        en: `Pages that were not in memory and had to be read from storage (${shownAs.reads}).`,
        zh: `内存未命中、需从存储读取的页数（${shownAs.reads}）。`,
      },
      bad: "high",
      synonyms: ["page reads", "物理读", "读盘"],
      view: perSecond(reads),
      viewUnit: "pages/second",
    },
    {
      name: `${id}_buffer_pool_hit_ratio`,
      type: "gauge",
      unit: "ratio",
      title: { en: `${title.en} buffer pool hit rate`, zh: `${title.zh}缓冲池命中率` },
      help: { en: "Share of page requests that memory answered.", zh: "由内存直接应答的页请求比例。" },
      bad: "low",
      threshold: {
        value: 0.95,
        reason:
          "Our choice: below it more than one page in twenty waits for storage, which is 100 times slower.",
      },
      synonyms: ["buffer pool", "buffer hit", "buffer pool hit rate", "缓冲池", "缓冲池命中率"],
      view: `1 - ${rateOver(reads, requests)}`,
      derived: true,
    },
  ];
}

/** What only somebody outside the engine can tell: reachability, backups, certificate, clock, rows. */
export function careMetrics({ id, title }: SqlProduct): readonly MetricDefinition[] {
  return [
    {
      name: `${id}_probe_success`,
      type: "gauge",
      unit: "",
      title: { en: `${title.en} reachable`, zh: `${title.zh}可连通` },
      help: {
        en: "1 while a connection and `SELECT 1` from the services' network succeed. An engine may be up and yet out of reach.",
        zh: "从业务网络建连并执行 `SELECT 1` 成功时为 1。引擎存活但网络不通时为 0。",
      },
      bad: "low",
      threshold: { value: 1, reason: "Anything below 1 is an instance that no service can reach." },
      synonyms: ["reachable", "reachability", "probe", "连通性", "可连通", "拨测"],
    },
    {
      name: `${id}_table_rows`,
      type: "gauge",
      unit: "rows",
      title: { en: `${title.en} rows`, zh: `${title.zh}数据行数` },
      help: { en: "Rows of all business tables on this node.", zh: "该节点上全部业务表的行数。" },
      bad: "low",
      synonyms: ["rows", "row count", "行数", "数据量"],
    },
    {
      name: `${id}_backup_last_success_timestamp_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} last backup`, zh: `${title.zh}最近备份时间` },
      help: {
        en: "Unix time up to which a restore is possible: the newest log segment in the backup store. Absent without backups.",
        zh: "可恢复到的时间点（Unix 时间）：备份存储中最新的日志段。未开启备份时无数据。",
      },
      bad: "neither",
      synonyms: ["last backup", "backup time", "最近备份", "备份时间"],
    },
    {
      name: `${id}_backup_age_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} backup age`, zh: `${title.zh}备份滞后` },
      help: {
        en: "How much would be lost if only the backup were left (RPO of the backup).",
        zh: "若仅剩备份可用会丢失的时长（备份 RPO）。",
      },
      bad: "high",
      threshold: {
        value: 120,
        reason: "Log segments go to the backup store every 60 s: at twice that one upload has failed.",
      },
      synonyms: ["backup age", "rpo", "备份滞后", "备份延迟"],
      view: `time() - ${id}_backup_last_success_timestamp_seconds{$selector}`,
      derived: true,
    },
    {
      name: `${id}_backup_failures_total`,
      type: "counter",
      unit: "uploads",
      title: { en: `${title.en} failed backups`, zh: `${title.zh}备份失败` },
      help: {
        en: "Uploads to the backup store, of log segments or full backups, that failed.",
        zh: "向备份存储上传日志段或全量备份失败的次数。",
      },
      bad: "high",
      threshold: { value: 0, reason: "Each failed upload is a hole that no later one fills by itself." },
      synonyms: ["backup failures", "failed backups", "备份失败"],
      view: `sum by (resource) (increase(${id}_backup_failures_total{$selector}[$window]))`,
      viewUnit: "uploads",
    },
    {
      name: `${id}_certificate_expiry_timestamp_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} certificate end`, zh: `${title.zh}证书到期时间` },
      help: {
        en: "Unix time at which the TLS certificate of its address ends.",
        zh: "访问地址的 TLS 证书到期时间（Unix 时间）。",
      },
      bad: "neither",
      synonyms: ["certificate", "tls", "证书"],
    },
    {
      name: `${id}_certificate_remaining_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} certificate time left`, zh: `${title.zh}证书剩余时间` },
      help: {
        en: "Time until the TLS certificate ends; below zero it has ended and new connections fail.",
        zh: "TLS 证书剩余有效时间；小于零即已过期，新连接失败。",
      },
      bad: "low",
      threshold: {
        value: 1_209_600,
        reason: "Our choice, 14 days: two weekly change windows are left to renew it.",
      },
      synonyms: ["certificate expiry", "certificate left", "证书过期", "证书剩余"],
      view: `${id}_certificate_expiry_timestamp_seconds{$selector} - time()`,
      derived: true,
    },
    {
      name: `${id}_clock_offset_seconds`,
      type: "gauge",
      unit: "seconds",
      title: { en: `${title.en} clock offset`, zh: `${title.zh}时钟偏差` },
      help: {
        en: "How far the clock of the node is ahead of NTP (timex offset); negative when behind.",
        zh: "节点时钟领先 NTP 的时间（timex offset），落后为负。",
      },
      bad: "high",
      threshold: {
        value: 0.05,
        reason: "The limit of the node_exporter mixin's NodeClockSkewDetected alert (50 ms).",
      },
      synonyms: ["clock", "clock offset", "clock skew", "ntp", "时钟", "时钟偏差"],
    },
  ];
}

/** Liveness and the machine. */
export const machineMetrics = ({ id, title }: SqlProduct): readonly MetricDefinition[] => [
  upMetric(id, title),
  cpuMetric(id, title),
  memoryMetric(id, title),
  diskMetric(id, title),
];
