import { z } from "zod";
import type { FaultDefinition } from "../types";

export const clbFaults: readonly FaultDefinition[] = [
  {
    id: "clb.zone_down",
    product: "clb",
    kind: "zone-loss",
    title: { en: "CLB zone down", zh: "CLB 可用区故障" },
    does: {
      en: "The balancer loses the zone that it serves from: its requests fail until it has moved to the other zone.",
      zh: "负载均衡失去当前服务的可用区：切换到另一可用区之前请求失败。",
    },
    undoes: {
      en: "The zone answers again; the balancer stays where it is, which costs nothing.",
      zh: "可用区恢复应答；负载均衡留在新可用区，没有代价。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "clb_error_ratio", direction: "up" },
      { metric: "clb_zone_switches_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ClbErrorRateHigh"],
    refuse: (target) =>
      Array.isArray(target.spec.zones) && target.spec.zones.length >= 2
        ? null
        : {
            en: `${target.id} has one zone only, so it would fail until the undo: give it a standby zone first.`,
            zh: `${target.id} 只有一个可用区，故障将持续到撤销为止：请先配置备可用区。`,
          },
  },
  {
    id: "clb.certificate_expired",
    product: "clb",
    kind: "certificate-expired",
    title: { en: "CLB certificate expired", zh: "CLB 证书过期" },
    does: {
      en: "The certificate of the listener ends. Connections that are open go on; each new one fails in the handshake, so traffic fades as connections close.",
      zh: "监听器证书到期。已建立的连接继续可用，新建连接握手失败，流量随连接关闭而减少。",
    },
    undoes: {
      en: "A valid certificate is bound; clients connect again.",
      zh: "绑定有效证书，客户端恢复连接。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 180, max: 1_800 },
    moves: [
      { metric: "clb_certificate_remaining_seconds", direction: "down" },
      { metric: "clb_connections_refused_total", direction: "up" },
      { metric: "clb_connections_active", direction: "down" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ClbCertificateExpired", "ClbConnectionsRefused", "BusinessSuccessRateLow"],
  },
  {
    id: "clb.health_check_misconfigured",
    product: "clb",
    kind: "misconfiguration",
    title: { en: "Health check misconfigured", zh: "健康检查配置错误" },
    does: {
      en: "The health check asks for a path that a share of the backends does not have: after three failed checks they get no traffic although they are well, and the rest carry it all.",
      zh: "健康检查路径在一部分后端上不存在：连续三次失败后它们虽正常却不再接收流量，其余后端承担全部流量。",
    },
    undoes: {
      en: "The path is right again; backends return after three good checks.",
      zh: "恢复正确路径，后端连续三次检查成功后重新接流。",
    },
    parameters: z.object({
      /** Share of the backends that fail the check. When all do, all are used, as no choice is better than none. */
      backendsRatio: z.number().min(0.05).max(1).default(0.75),
    }),
    risk: 2,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "clb_backends_healthy", direction: "down" },
      { metric: "clb_backend_usage_ratio", direction: "up" },
    ],
    trips: ["ClbBackendsUnhealthy"],
  },
  {
    id: "clb.connection_table_full",
    product: "clb",
    kind: "resource-exhaustion",
    title: { en: "Connection table full", zh: "连接表耗尽" },
    does: {
      en: "Clients open connections and send nothing: they fill the connection table, and new connections of customers are refused while open ones go on.",
      zh: "大量空闲连接占满连接表：用户的新建连接被拒绝，已建立的连接不受影响。",
    },
    undoes: {
      en: "The idle connections are closed; customers connect again.",
      zh: "空闲连接被清除，用户恢复连接。",
    },
    parameters: z.object({
      /** Share of the connection limit that idle connections hold. */
      heldRatio: z.number().min(0.1).max(1).default(1),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "clb_connection_usage_ratio", direction: "up" },
      { metric: "clb_connections_refused_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ClbConnectionTableFull", "ClbConnectionsRefused", "BusinessSuccessRateLow"],
  },
  {
    id: "clb.backend_weight_mistake",
    product: "clb",
    kind: "misconfiguration",
    title: { en: "Backend weight mistake", zh: "后端权重配置错误" },
    does: {
      en: "One backend gets a hundredfold weight: most of the traffic goes to a single pod, which cannot serve it.",
      zh: "某后端权重被误设为百倍：大部分流量涌向单个 Pod，超出其处理能力。",
    },
    undoes: { en: "Weights are equal again.", zh: "恢复均等权重。" },
    parameters: z.object({
      /** Share of the traffic that goes to the one backend. */
      trafficRatio: z.number().min(0.1).max(1).default(0.95),
    }),
    risk: 3,
    durationS: { default: 180, max: 3_600 },
    moves: [
      { metric: "clb_backend_usage_ratio", direction: "up" },
      { metric: "clb_error_ratio", direction: "up" },
      { metric: "clb_request_duration_seconds", direction: "up" },
    ],
    trips: ["ClbErrorRateHigh", "ClbBackendOverloaded"],
  },
  {
    id: "clb.listener_deleted",
    product: "clb",
    kind: "data-deleted",
    title: { en: "Listener deleted", zh: "监听器被删除" },
    does: {
      en: "The listener is deleted by a wrong change: its port answers nothing, every connection is refused.",
      zh: "监听器被误删：端口无应答，所有连接被拒绝。",
    },
    undoes: {
      en: "The listener is created anew from its last configuration.",
      zh: "按最近一次配置重建监听器。",
    },
    parameters: z.object({}),
    risk: 3,
    durationS: { default: 120, max: 1_800 },
    moves: [
      { metric: "clb_requests_total", direction: "down" },
      { metric: "clb_connections_refused_total", direction: "up" },
      { metric: "business_success_ratio", direction: "down" },
    ],
    trips: ["ClbConnectionsRefused", "BusinessSuccessRateLow"],
  },
];
