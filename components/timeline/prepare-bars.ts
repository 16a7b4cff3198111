import type { Status } from "@/components/ui/status";
import type { AlarmView } from "@/lib/alarms/schemas";
import type { Severity } from "@/lib/alarms/constants";
import type { RangeMs, UnixMs } from "@/lib/core/time";
import type { RunVerdict } from "@/lib/experiments/constants";
import type { RunView } from "@/lib/experiments/schemas";

/** What of a bar is drawn: the thin whole and the solid part. */
export interface BarShape {
  whole: RangeMs;
  solid: RangeMs | null;
  open: boolean;
}

export const SEVERITY_STATUS = {
  critical: "critical",
  warning: "warning",
  info: "info",
} as const satisfies Record<Severity, Status>;

export const VERDICT_STATUS = {
  passed: "ok",
  failed: "critical",
  inconclusive: "unknown",
} as const satisfies Record<RunVerdict, Status>;

/** Thin while pending, solid while firing, open at the end while it is not resolved. */
export function alarmShape(alarm: AlarmView, now: UnixMs): BarShape {
  const end = alarm.resolvedAt ?? now;
  return {
    whole: { from: alarm.activeAt, to: Math.max(end, alarm.activeAt) },
    solid: alarm.firedAt === null ? null : { from: alarm.firedAt, to: Math.max(end, alarm.firedAt) },
    open: alarm.resolvedAt === null,
  };
}

/** Solid from the injection to the rollback, thin while checking before and after. */
export function runShape(run: RunView, now: UnixMs): BarShape {
  const from = run.startedAt ?? run.createdAt;
  const end = run.endedAt ?? now;
  const rolledBack = run.rolledBackAt ?? end;
  return {
    whole: { from, to: Math.max(from, end) },
    solid:
      run.injectedAt === null ? null : { from: run.injectedAt, to: Math.max(run.injectedAt, rolledBack) },
    open: run.endedAt === null,
  };
}

/** Under way is news, not a verdict; an aborted or failed run without a verdict proved nothing. */
export function runStatus(run: RunView): Status {
  if (run.verdict !== null) return VERDICT_STATUS[run.verdict];
  return run.endedAt === null ? "info" : "unknown";
}

/** What an alarm is about, shortest first that says it. */
export function alarmSubject(labels: Readonly<Record<string, string>>): string {
  return (
    labels["resource"] ?? labels["scenario"] ?? labels["cluster"] ?? labels["instance"] ?? labels["app"] ?? ""
  );
}
