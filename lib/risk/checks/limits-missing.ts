import type { RiskCheck } from "../check";
import { WEIGHT_OF } from "../check";

const LIMITS = ["cpuCores", "memoryBytes"] as const;

export const limitsMissing: RiskCheck = {
  id: "limits-missing",
  title: { en: "Workload without resource limits", zh: "工作负载未设置资源限制" },
  why: {
    en: "A pod that runs away takes the processor and memory of its neighbours.",
    zh: "失控的 Pod 会抢占同节点其他 Pod 的处理器和内存。",
  },
  advice: { en: "Set limits for CPU and memory on every container.", zh: "为每个容器设置 CPU 和内存限制。" },
  pillar: "operations",
  level: "medium",
  weight: WEIGHT_OF.medium,
  products: ["tke"],
  // In Kubernetes an absent limit is no limit, so an absent attribute is known to be wrong.
  decide: ({ resource: { spec } }) => {
    const missing = LIMITS.filter((name) => typeof spec[name] !== "number");
    if (missing.length === 0) return { state: "passed" };
    return {
      state: "failed",
      evidence: { attribute: missing.map((name) => `spec.${name}`).join(", "), value: null },
    };
  },
};
