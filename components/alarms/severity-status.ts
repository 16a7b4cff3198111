import type { Severity } from "@/lib/alarms/constants";
import type { Status } from "@/components/ui/status";

/** How a firing alarm of each severity looks. */
export const SEVERITY_STATUS = {
  critical: "critical",
  warning: "warning",
  info: "info",
} as const satisfies Record<Severity, Status>;
