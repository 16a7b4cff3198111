import type { UnixMs } from "@/lib/core/time";

/** A row of the append-only record of alarms. */
export interface AlarmTransition {
  alarmId: string;
  ruleName: string;
  labels: Readonly<Record<string, string>>;
  to: string;
  at: UnixMs;
}

/** One alarm from its first to its last transition. */
export interface Episode {
  rule: string;
  labels: Readonly<Record<string, string>>;
  /** When its expression began to hold. */
  activeAt: UnixMs;
  firedAt: UnixMs | null;
  resolvedAt: UnixMs | null;
}

/** Episodes out of transitions, in the order in which they began. */
export function episodesOf(transitions: readonly AlarmTransition[]): Episode[] {
  const ordered = [...transitions].sort((a, b) => a.at - b.at);
  return [...Map.groupBy(ordered, (transition) => transition.alarmId).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return {
      rule: first.ruleName,
      labels: first.labels,
      activeAt: first.at,
      firedAt: own.find(({ to }) => to === "firing")?.at ?? null,
      resolvedAt: own.findLast(({ to }) => to === "resolved")?.at ?? null,
    };
  });
}
