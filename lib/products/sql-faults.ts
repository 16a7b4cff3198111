import { z } from "zod";
import type { SqlProduct } from "./sql-metrics";
import type { FaultDefinition, FaultTarget, Text } from "./types";

/** Faults that every relational database knows. Each product takes those that fit it and adds its own. */

type Refusal = NonNullable<FaultDefinition["refuse"]>;

const isUp = (target: FaultTarget): boolean => target.state.compared.up === true;
const roleOf = (target: FaultTarget): unknown => target.state.detail.role;

/** Members that could take over: up and no mere read-only copy. */
export const standbys = (peers: readonly FaultTarget[]): readonly FaultTarget[] =>
  peers.filter((peer) => isUp(peer) && roleOf(peer) !== "read-only");

export const refuseUnlessPrimary = (target: FaultTarget): Text | null =>
  roleOf(target) === "primary"
    ? null
    : {
        en: `${target.id} is not the primary of its cluster.`,
        zh: `${target.id} 不是所在集群的主节点。`,
      };

export const refuseUnlessReplica = (target: FaultTarget): Text | null =>
  roleOf(target) === "primary"
    ? {
        en: `${target.id} is no replica: it is the primary of its cluster.`,
        zh: `${target.id} 不是从节点，而是所在集群的主节点。`,
      }
    : null;

/** The primary, and somebody who can take over. */
export const refuseUnlessReplaceable: Refusal = (target, peers) =>
  refuseUnlessPrimary(target) ??
  (standbys(peers).length > 0
    ? null
    : {
        en: `${target.id} has no standby: nobody could take over and writes would fail until the undo.`,
        zh: `${target.id} 没有可用的备节点：无人接管，写入将一直失败到撤销为止。`,
      });

const refuseWithoutBackup = (target: FaultTarget): Text | null =>
  target.spec["backupEnabled"] === true
    ? null
    : {
        en: `${target.id} keeps no backup: what is deleted could not be brought back.`,
        zh: `${target.id} 没有备份：删除的数据无法恢复。`,
      };

/** A process takes cores away. */
export const cpuExhaustion = (
  { id, title }: SqlProduct,
  moves: FaultDefinition["moves"],
  trips: string[],
): FaultDefinition => ({
  id: `${id}.cpu_exhaustion`,
  product: id,
  kind: "resource-exhaustion",
  title: { en: `${title.en} CPU exhausted`, zh: `${title.zh}CPU 耗尽` },
  does: {
    en: "A process on the node takes a share of its cores, so statements wait for the rest.",
    zh: "节点上的进程占用一定比例的处理器核，语句争用剩余部分。",
  },
  undoes: {
    en: "The process ends; what has queued drains in seconds.",
    zh: "该进程结束，积压在数秒内消化。",
  },
  parameters: z.object({ usageRatio: z.number().min(0.1).max(0.99).default(0.9) }),
  risk: 3,
  durationS: { default: 180, max: 3_600 },
  moves,
  trips,
});

/** Statements lose their index. */
export const slowQueries = (
  { id, alarm }: SqlProduct,
  title: Text,
  running: string,
  trips: readonly string[] = [`${alarm}SlowQueriesHigh`],
): FaultDefinition => ({
  id: `${id}.slow_queries`,
  product: id,
  kind: "slow-query-storm",
  title,
  does: {
    en: "A share of the statements loses its index and scans: each of them takes many times longer.",
    zh: "一部分语句失去索引而全表扫描，耗时成倍增加。",
  },
  undoes: { en: "The index is back.", zh: "索引恢复。" },
  parameters: z.object({
    /** Share of the statements that scan. */
    queriesRatio: z.number().min(0.001).max(1).default(0.02),
    /** What a scan takes on an idle node. */
    scanMs: z.number().min(100).max(30_000).default(1_500),
  }),
  risk: 3,
  durationS: { default: 180, max: 3_600 },
  moves: [
    { metric: `${id}_slow_queries_total`, direction: "up" },
    { metric: `${id}_query_duration_seconds`, direction: "up" },
    { metric: running, direction: "up" },
  ],
  trips,
});

/** A client keeps connections. */
export const connectionsExhausted = ({ id, alarm }: SqlProduct, title: Text): FaultDefinition => ({
  id: `${id}.connections_exhausted`,
  product: id,
  kind: "connection-leak",
  title,
  does: {
    en: "A client opens connections and keeps them, so that few or none are left for the services.",
    zh: "某客户端占住大量连接不放，留给服务的连接很少或没有。",
  },
  undoes: { en: "The connections are closed; pools reconnect.", zh: "关闭被占连接，连接池重连。" },
  parameters: z.object({
    /** Share of the connection limit that is taken. */
    heldRatio: z.number().min(0.1).max(1).default(0.99),
  }),
  risk: 3,
  durationS: { default: 120, max: 3_600 },
  moves: [
    { metric: `${id}_connections`, direction: "up" },
    { metric: `${id}_connections_refused_total`, direction: "up" },
  ],
  trips: [`${alarm}ConnectionsNearLimit`, `${alarm}ConnectionsRefused`],
});

/** Every member at once. */
export const allNodesDown = ({ id, title, alarm }: SqlProduct): FaultDefinition => ({
  id: `${id}.all_nodes_down`,
  product: id,
  kind: "all-nodes-lost",
  title: { en: `All ${title.en} nodes down`, zh: `${title.zh}全部节点宕机` },
  does: {
    en: "All nodes of the cluster, the read-only ones too, stop at once. Nobody is left to take over: reads and writes fail.",
    zh: "集群全部节点（含只读节点）同时停止，无人接管，读写全部失败。",
  },
  undoes: {
    en: "The machines start again and recover from their logs; the last primary stays primary.",
    zh: "机器重新启动并通过日志恢复；原主节点仍为主节点。",
  },
  parameters: z.object({}),
  risk: 3,
  durationS: { default: 120, max: 1_800 },
  moves: [
    { metric: `${id}_up`, direction: "down" },
    { metric: `${id}_probe_success`, direction: "down" },
    { metric: `${id}_queries_total`, direction: "down" },
  ],
  trips: [`${alarm}PrimaryDown`, `${alarm}NodeDown`, `${alarm}Unreachable`],
});

/** A switch by hand. */
export const primarySwitch = (
  { id, title, alarm }: SqlProduct,
  lasts: Text,
  moves: FaultDefinition["moves"] = [],
): FaultDefinition => ({
  id: `${id}.primary_switch`,
  product: id,
  kind: "primary-switch",
  title: { en: `${title.en} primary switched`, zh: `${title.zh}主备切换` },
  does: {
    en: `The primary role is handed to another node, of the same zone if there is one. Open transactions are rolled back and writes fail ${lasts.en}.`,
    zh: `主节点角色交给另一节点（优先同可用区）。进行中的事务回滚，写入中断${lasts.zh}。`,
  },
  undoes: {
    en: "Nothing: the new primary stays; switching back would interrupt the writes once more.",
    zh: "不回切：新主节点保留；再次切换会再次中断写入。",
  },
  parameters: z.object({}),
  risk: 2,
  durationS: { default: 60, max: 600 },
  moves: [{ metric: `${id}_is_primary`, direction: "down" }, ...moves],
  leaves: [`${id}_is_primary`],
  trips: [`${alarm}PrimaryChanged`],
  refuse: refuseUnlessReplaceable,
});

/** The security group drops what the services send. */
export const networkCut = ({ id, title, alarm }: SqlProduct): FaultDefinition => ({
  id: `${id}.network_cut`,
  product: id,
  kind: "network-cut",
  title: { en: `${title.en} cut off by its security group`, zh: `${title.zh}被安全组阻断` },
  does: {
    en: "The security group of the instance drops what its clients send. The nodes are well and see each other, so nothing fails over; statements end in time-outs.",
    zh: "实例的安全组丢弃客户端报文。节点自身健康且彼此可见，不会触发切换；语句全部超时。",
  },
  undoes: { en: "The rule is removed; pools reconnect.", zh: "删除规则，连接池重连。" },
  parameters: z.object({}),
  risk: 3,
  durationS: { default: 120, max: 3_600 },
  moves: [
    { metric: `${id}_probe_success`, direction: "down" },
    { metric: `${id}_queries_total`, direction: "down" },
    { metric: `${id}_connections`, direction: "down" },
  ],
  trips: [`${alarm}Unreachable`],
});

/** A table is dropped, and comes back from backup and log. */
export const tableDropped = ({ id, title, alarm }: SqlProduct, restore: Text): FaultDefinition => ({
  id: `${id}.table_dropped`,
  product: id,
  kind: "data-deleted",
  title: { en: `${title.en} table dropped`, zh: `${title.zh}业务表被删除` },
  does: {
    en: "A table is dropped by mistake, on all copies at once since replicas replay it. Statements that need it fail at once.",
    zh: "误删一张业务表，副本随即回放，所有副本同时丢失。用到它的语句立即报错。",
  },
  undoes: restore,
  parameters: z.object({
    /** Share of the statements that need the table, and of the rows that it held. */
    queriesRatio: z.number().min(0.01).max(1).default(0.4),
  }),
  risk: 3,
  durationS: { default: 120, max: 1_800 },
  moves: [
    { metric: `${id}_table_rows`, direction: "down" },
    { metric: `${id}_query_errors_total`, direction: "up" },
    { metric: `${id}_error_ratio`, direction: "up" },
  ],
  trips: [`${alarm}TableRowsLost`, `${alarm}ErrorRateHigh`],
  refuse: refuseWithoutBackup,
});

/** Nothing arrives at the backup store. */
export const backupFailed = (
  { id, alarm }: SqlProduct,
  texts: Pick<FaultDefinition, "title" | "does">,
  moves: FaultDefinition["moves"] = [],
): FaultDefinition => ({
  id: `${id}.backup_failed`,
  product: id,
  kind: "backup-failed",
  ...texts,
  undoes: {
    en: "The store takes uploads again; the held-back segments follow at once, so no hole is left.",
    zh: "备份存储恢复写入；积压的日志段随即补传，不留空洞。",
  },
  parameters: z.object({}),
  risk: 1,
  durationS: { default: 300, max: 7_200 },
  moves: [
    { metric: `${id}_backup_failures_total`, direction: "up" },
    { metric: `${id}_backup_age_seconds`, direction: "up" },
    ...moves,
  ],
  trips: [`${alarm}BackupOverdue`],
  refuse: (target) =>
    target.spec["backupEnabled"] === true
      ? null
      : {
          en: `${target.id} takes no backups, so none can fail.`,
          zh: `${target.id} 未开启备份，没有可失败的备份。`,
        },
});

/** The data volume is filled by something else. */
export const diskFull = (
  { id, title, alarm }: SqlProduct,
  does: Text,
  moves: FaultDefinition["moves"],
  trips: readonly string[],
): FaultDefinition => ({
  id: `${id}.disk_full`,
  product: id,
  kind: "resource-exhaustion",
  title: { en: `${title.en} disk full`, zh: `${title.zh}磁盘写满` },
  does,
  undoes: { en: "The dump is deleted and writes go on.", zh: "删除转储文件，写入恢复。" },
  parameters: z.object({
    /** How full the volume becomes. */
    usageRatio: z.number().min(0.5).max(1).default(1),
  }),
  risk: 3,
  durationS: { default: 120, max: 3_600 },
  moves: [{ metric: `${id}_disk_usage_ratio`, direction: "up" }, ...moves],
  trips: [`${alarm}DiskNearlyFull`, ...trips],
});

/** The clock of one node is wrong. */
export const clockSkew = (
  { id, title, alarm }: SqlProduct,
  does: Text,
  moves: FaultDefinition["moves"],
): FaultDefinition => ({
  id: `${id}.clock_skew`,
  product: id,
  kind: "clock-skew",
  title: { en: `${title.en} clock wrong`, zh: `${title.zh}时钟偏差` },
  does,
  undoes: { en: "NTP steps the clock back at once.", zh: "NTP 立即校正时钟。" },
  parameters: z.object({
    /** How far the clock is ahead. */
    aheadS: z.number().min(0.1).max(3_600).default(30),
  }),
  risk: 1,
  durationS: { default: 180, max: 3_600 },
  moves: [{ metric: `${id}_clock_offset_seconds`, direction: "up" }, ...moves],
  trips: [`${alarm}ClockSkew`],
});

/** Packets to and from the node are late. */
export const networkDelay = (
  { id, title }: SqlProduct,
  moves: FaultDefinition["moves"],
  trips: readonly string[],
): FaultDefinition => ({
  id: `${id}.network_delay`,
  product: id,
  kind: "network-delay",
  title: { en: `${title.en} network delayed`, zh: `${title.zh}网络延迟` },
  does: {
    en: "Every packet to and from the node is late: each statement pays it, and so does each commit that waits for a copy.",
    zh: "进出节点的报文均被延迟：每条语句、每次等待副本确认的提交都要付出这一延迟。",
  },
  undoes: { en: "Packets arrive in time again.", zh: "报文恢复及时到达。" },
  parameters: z.object({ delayMs: z.number().min(1).max(5_000).default(100) }),
  risk: 2,
  durationS: { default: 180, max: 3_600 },
  moves,
  trips,
});

/** TLS clients no longer trust the server. */
export const certificateExpired = ({ id, title, alarm }: SqlProduct): FaultDefinition => ({
  id: `${id}.certificate_expired`,
  product: id,
  kind: "certificate-expired",
  title: { en: `${title.en} certificate expired`, zh: `${title.zh}证书过期` },
  does: {
    en: "The TLS certificate of the address ends. Open connections live on; each one that a pool renews is refused by the client, so failures climb as pools turn over.",
    zh: "访问地址的 TLS 证书过期。已有连接继续可用；连接池换新的连接被客户端拒绝，失败率随连接更替逐步上升。",
  },
  undoes: { en: "A valid certificate is installed; pools reconnect.", zh: "更换有效证书，连接池重连。" },
  parameters: z.object({}),
  risk: 3,
  durationS: { default: 180, max: 3_600 },
  moves: [
    { metric: `${id}_certificate_remaining_seconds`, direction: "down" },
    { metric: `${id}_connections`, direction: "down" },
    { metric: `${id}_query_errors_total`, direction: "up" },
  ],
  trips: [`${alarm}CertificateExpiring`, `${alarm}Unreachable`, `${alarm}ErrorRateHigh`],
});
