import { z } from "zod";
import type { FaultDefinition } from "../types";

export const esFaults: readonly FaultDefinition[] = [
  {
    id: "es.node_down",
    product: "es",
    kind: "node-loss",
    title: { en: "Elasticsearch node down", zh: "Elasticsearch 节点宕机" },
    does: {
      en: "The node stops. Copies on other nodes take over and the cluster is yellow; after a minute (`delayed_timeout`) the missing copies are made anew. Without copies it is red.",
      zh: "节点停止。其他节点上的副本接管，集群变黄；一分钟后（delayed_timeout）开始重建缺失副本。没有副本则变红。",
    },
    undoes: {
      en: "The node joins and takes its shards back, of which it recovers only what changed.",
      zh: "节点重新加入并取回分片，仅恢复变化的部分。",
    },
    parameters: z.object({}),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "es_up", direction: "down" },
      { metric: "es_search_queries_total", direction: "down" },
    ],
    trips: ["EsNodeDown", "EsClusterYellow"],
  },
  {
    id: "es.node_frozen",
    product: "es",
    kind: "process-loss",
    title: { en: "Elasticsearch process frozen", zh: "Elasticsearch 进程冻结" },
    does: {
      en: "The process hangs with its connections open. Until the third check of ten seconds has failed, searches wait for its shards in vain; then the cluster goes on without it.",
      zh: "进程挂起但连接未断。在三次十秒探测失败之前，查询一直等待其分片；之后集群将其剔除。",
    },
    undoes: {
      en: "The process goes on, joins and takes its shards back.",
      zh: "进程恢复，重新加入并取回分片。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "es_up", direction: "down" },
      { metric: "es_search_queries_total", direction: "down" },
    ],
    trips: ["EsNodeDown", "EsClusterYellow"],
    refuse: (target, peers) =>
      peers.some((peer) => peer.state.compared.up === true)
        ? null
        : {
            en: `${target.id} is the last node: nobody would notice that it is frozen.`,
            zh: `${target.id} 是最后一个节点，没有其他节点能发现其冻结。`,
          },
  },
  {
    id: "es.heap_pressure",
    product: "es",
    kind: "resource-exhaustion",
    title: { en: "Heap exhausted", zh: "堆内存耗尽" },
    does: {
      en: "Aggregations over many values fill the heap: garbage collection takes the cores, and past 95 % the parent breaker refuses requests.",
      zh: "高基数聚合占满堆内存：垃圾回收占用处理器，超过 95 % 后父级熔断器拒绝请求。",
    },
    undoes: { en: "The aggregations end and their memory is collected.", zh: "聚合结束，内存被回收。" },
    parameters: z.object({
      /** Share of the heap that is in use with the aggregations. */
      heapRatio: z.number().min(0.7).max(1).default(0.98),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "es_jvm_memory_usage_ratio", direction: "up" },
      { metric: "es_jvm_gc_time_ratio", direction: "up" },
      { metric: "es_breakers_tripped_total", direction: "up" },
    ],
    trips: ["EsHeapHigh", "EsBreakerTripped"],
  },
  {
    id: "es.search_storm",
    product: "es",
    kind: "traffic-surge",
    title: { en: "Search storm", zh: "查询风暴" },
    does: {
      en: "A client without a limit sends searches to the node: its search pool is busy, its queue of 1,000 fills and the rest is rejected with 429.",
      zh: "无限流的客户端向节点大量查询：查询线程池占满，1000 的队列写满后返回 429。",
    },
    undoes: { en: "The client stops; the queue drains in seconds.", zh: "客户端停止，队列数秒内消化。" },
    parameters: z.object({
      /** Searches of the client as a multiple of what the node can serve. */
      loadRatio: z.number().min(0.1).max(5).default(1.5),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "es_search_queries_total", direction: "up" },
      { metric: "es_thread_pool_queue", direction: "up" },
      { metric: "es_thread_pool_rejected_total", direction: "up" },
    ],
    trips: ["EsRejections"],
  },
  {
    id: "es.slow_queries",
    product: "es",
    kind: "slow-query-storm",
    title: { en: "Leading-wildcard queries", zh: "前缀通配查询" },
    does: {
      en: "A share of the searches begins with a wildcard and reads every term of the index: each of them takes many times longer.",
      zh: "部分查询以通配符开头，需扫描全部词项，耗时成倍增加。",
    },
    undoes: { en: "The queries are rewritten.", zh: "查询改写。" },
    parameters: z.object({
      /** Share of the searches. */
      searchesRatio: z.number().min(0.001).max(1).default(0.05),
      /** What such a search takes on an idle node. */
      scanMs: z.number().min(50).max(30_000).default(1_500),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "es_search_duration_seconds", direction: "up" },
      { metric: "es_cpu_usage_ratio", direction: "up" },
    ],
    trips: ["EsSearchSlow"],
  },
  {
    id: "es.disk_filled",
    product: "es",
    kind: "quota-reached",
    title: { en: "Disk past the flood stage", zh: "磁盘超过洪水位" },
    does: {
      en: "Files grow on the node's disk. Past 85 % it gets no more shards, past 90 % they move away, past 95 % its indices become read-only.",
      zh: "节点磁盘上的文件持续增长：超过 85 % 不再分配分片，超过 90 % 分片迁出，超过 95 % 索引变为只读。",
    },
    undoes: {
      en: "The files are deleted; below the high watermark the block is lifted by itself.",
      zh: "文件删除；低于高水位后只读锁自动解除。",
    },
    parameters: z.object({
      /** How fast the disk fills, as a share of it. */
      filledRatioPerMinute: z.number().min(0.01).max(2).default(0.6),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "es_disk_usage_ratio", direction: "up" },
      { metric: "es_indices_read_only", direction: "up" },
    ],
    trips: ["EsDiskWatermark", "EsIndicesReadOnly"],
  },
  {
    id: "es.shards_lost",
    product: "es",
    kind: "data-deleted",
    title: { en: "Shards lost", zh: "分片丢失" },
    does: {
      en: "All copies of a share of the shards are corrupt: the cluster is red, searches and writes that need them fail.",
      zh: "部分分片的全部副本损坏：集群变红，涉及这些分片的查询与写入失败。",
    },
    undoes: {
      en: "The shards are restored from the newest snapshot within a minute; what was written since comes from its source again.",
      zh: "一分钟内从最新快照恢复分片，其后的数据由数据源重放。",
    },
    parameters: z.object({
      shardsRatio: z.number().min(0.05).max(1).default(0.2),
    }),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "es_cluster_health_level", direction: "up" },
      { metric: "es_cluster_health_unassigned_shards", direction: "up" },
      { metric: "es_search_errors_total", direction: "up" },
    ],
    trips: ["EsClusterRed"],
    refuse: (target) =>
      target.spec.backupEnabled === true
        ? null
        : {
            en: `${target.id} has no snapshots: what is lost could not be brought back.`,
            zh: `${target.id} 没有快照，丢失后无法恢复。`,
          },
  },
  {
    id: "es.transport_delay",
    product: "es",
    kind: "network-delay",
    title: { en: "Node network slow", zh: "节点网络延迟" },
    does: {
      en: "Each message to the node is delayed: as a search waits for its slowest shard, nearly all of them slow down.",
      zh: "到该节点的消息延迟增加；查询取决于最慢的分片，因此几乎全部变慢。",
    },
    undoes: { en: "The delay is gone.", zh: "延迟消失。" },
    parameters: z.object({
      delayMs: z.number().min(5).max(5_000).default(800),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [{ metric: "es_search_duration_seconds", direction: "up" }],
    trips: ["EsSearchSlow"],
  },
];
