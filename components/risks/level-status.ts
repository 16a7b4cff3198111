import type { Status } from "@/components/ui/status";
import type { FindingLevel } from "@/lib/risk/constants";

export const LEVEL_STATUS = {
  high: "critical",
  medium: "warning",
  low: "info",
} as const satisfies Record<FindingLevel, Status>;
