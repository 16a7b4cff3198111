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
];
