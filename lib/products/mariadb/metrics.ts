import {
  careMetrics,
  concurrencyMetrics,
  connectionMetrics,
  machineMetrics,
  primaryMetrics,
  statementMetrics,
} from "../sql-metrics";
import type { MetricDefinition } from "../types";
import { perSecond } from "../views";
import { mariadbTitle } from "./title";

const galeraMetrics: readonly MetricDefinition[] = [
  {
    name: "mariadb_wsrep_cluster_size",
    type: "gauge",
    unit: "nodes",
    title: { en: "Galera cluster size", zh: "Galera 集群节点数" },
    help: {
      en: "Members of the component that the node sees (wsrep_cluster_size).",
      zh: "该节点所见组件的成员数（wsrep_cluster_size）。",
    },
    bad: "low",
    threshold: { value: 3, reason: "Below three the loss of one more node ends the quorum." },
    synonyms: ["cluster size", "wsrep_cluster_size", "集群节点数"],
  },
  {
    name: "mariadb_wsrep_cluster_status",
    type: "gauge",
    unit: "",
    title: { en: "Galera primary component", zh: "Galera 主组件" },
    help: {
      en: "1 while the node belongs to the component that has the quorum (wsrep_cluster_status is Primary).",
      zh: "节点属于拥有多数派的主组件时为 1（wsrep_cluster_status 为 Primary）。",
    },
    bad: "low",
    threshold: { value: 1, reason: "Outside of the primary component a node refuses every statement." },
    synonyms: ["cluster status", "primary component", "quorum", "主组件", "多数派", "仲裁"],
  },
  {
    name: "mariadb_wsrep_local_state",
    type: "gauge",
    unit: "",
    title: { en: "Galera node state", zh: "Galera 节点状态" },
    help: {
      en: "0 outside of the primary component, 1 joining, 2 donor or desynced, 3 joined, 4 synced (wsrep_local_state).",
      zh: "0 不在主组件，1 加入中，2 捐献或失步，3 已加入，4 已同步（wsrep_local_state）。",
    },
    bad: "low",
    threshold: { value: 4, reason: "Only a synced node is sent reads and may become the writer." },
    synonyms: ["node state", "local state", "synced", "节点状态", "同步状态"],
  },
  {
    name: "mariadb_wsrep_ready",
    type: "gauge",
    unit: "",
    title: { en: "Galera ready", zh: "Galera 就绪" },
    help: {
      en: "1 while the node accepts statements (wsrep_ready).",
      zh: "节点可接受语句时为 1（wsrep_ready）。",
    },
    bad: "low",
    threshold: { value: 1, reason: "A node that is not ready answers every statement with an error." },
    synonyms: ["ready", "wsrep_ready", "就绪"],
  },
  {
    name: "mariadb_wsrep_flow_control_paused_ratio",
    type: "gauge",
    unit: "ratio",
    title: { en: "Galera flow control pause", zh: "Galera 流控暂停占比" },
    help: {
      en: "Share of the time that replication is paused because one node cannot keep up (wsrep_flow_control_paused).",
      zh: "因某节点跟不上而暂停复制的时间占比（wsrep_flow_control_paused）。",
    },
    bad: "high",
    threshold: {
      value: 0.1,
      reason: "Galera's documentation advises to keep it near 0; a tenth is felt by each writer.",
    },
    synonyms: ["flow control", "paused", "流控", "流控暂停"],
  },
  {
    name: "mariadb_wsrep_flow_control_sent_total",
    type: "counter",
    unit: "messages",
    title: { en: "Galera flow control sent", zh: "Galera 流控消息" },
    help: {
      en: "Pauses that this node asked for: it is the slow one (wsrep_flow_control_sent).",
      zh: "该节点发出的暂停请求数，发出者即慢节点（wsrep_flow_control_sent）。",
    },
    bad: "high",
    synonyms: ["flow control sent", "流控消息"],
    view: perSecond("mariadb_wsrep_flow_control_sent_total"),
    viewUnit: "messages/second",
  },
  {
    name: "mariadb_wsrep_local_recv_queue",
    type: "gauge",
    unit: "write sets",
    title: { en: "Galera receive queue", zh: "Galera 接收队列" },
    help: {
      en: "Write sets that wait to be applied (wsrep_local_recv_queue); flow control begins at gcs.fc_limit, 16 by default and 100 here.",
      zh: "等待应用的写集数（wsrep_local_recv_queue）；达到 gcs.fc_limit 触发流控，默认 16，此处为 100。",
    },
    bad: "high",
    threshold: {
      value: 100,
      reason: "gcs.fc_limit of these clusters: above it the whole cluster is paused.",
    },
    synonyms: ["receive queue", "recv queue", "接收队列", "积压"],
  },
  {
    name: "mariadb_wsrep_local_cert_failures_total",
    type: "counter",
    unit: "transactions",
    title: { en: "Galera certification failures", zh: "Galera 认证冲突" },
    help: {
      en: "Transactions of this node that lost against one of another node (wsrep_local_cert_failures); the client sees a deadlock.",
      zh: "该节点与其他节点冲突而失败的事务数（wsrep_local_cert_failures），客户端表现为死锁。",
    },
    bad: "high",
    threshold: { value: 0.1, reason: "Our choice: with one writer there is no conflict at all." },
    synonyms: ["certification failures", "write conflicts", "认证失败", "认证冲突", "写冲突"],
    view: perSecond("mariadb_wsrep_local_cert_failures_total"),
    viewUnit: "transactions/second",
  },
  {
    name: "mariadb_wsrep_replicated_bytes_total",
    type: "counter",
    unit: "bytes",
    title: { en: "Galera replicated", zh: "Galera 复制流量" },
    help: {
      en: "Write sets sent to the other nodes (wsrep_replicated_bytes).",
      zh: "发往其他节点的写集量（wsrep_replicated_bytes）。",
    },
    bad: "neither",
    synonyms: ["replicated bytes", "replication traffic", "复制流量"],
    view: perSecond("mariadb_wsrep_replicated_bytes_total"),
    viewUnit: "bytes/second",
  },
];

export const mariadbMetrics: readonly MetricDefinition[] = [
  ...machineMetrics(mariadbTitle),
  ...primaryMetrics(mariadbTitle, {
    en: "1 on the node to which the proxy sends writes, else 0. Any synced node could be it.",
    zh: "代理发送写入的节点为 1，否则为 0。任何已同步节点均可担任。",
  }),
  ...connectionMetrics(mariadbTitle, { open: "Threads_connected", max: "max_connections" }),
  ...statementMetrics(mariadbTitle, "long_query_time"),
  ...concurrencyMetrics(mariadbTitle, {
    running: "Threads_running",
    lockWaits: "Innodb_row_lock_waits",
    deadlocks: "Innodb_deadlocks",
  }),
  ...galeraMetrics,
  ...careMetrics(mariadbTitle),
];
