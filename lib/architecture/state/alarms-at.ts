import type { AlarmView } from "@/lib/alarms/schemas";
import { SEVERITIES } from "@/lib/alarms/constants";
import type { UnixMs } from "@/lib/core/time";
import type { BindableResource } from "../document/resolve-bindings";
import type { NodeState } from "../schemas";

type NodeAlarm = NodeState["alarms"][number];

/** State of an episode at a moment, or null when it was not open then. Both ends of its life count as resolved. */
export function stateAt(
  { activeAt, firedAt, resolvedAt }: Pick<AlarmView, "activeAt" | "firedAt" | "resolvedAt">,
  at: UnixMs,
): "pending" | "firing" | null {
  if (at < activeAt || (resolvedAt !== null && at >= resolvedAt)) return null;
  return firedAt !== null && at >= firedAt ? "firing" : "pending";
}

/** Whether the alarm is about this resource, or about a group of which it is a member. */
function isAbout(labels: Readonly<Record<string, string>>, resource: BindableResource): boolean {
  const { resource: id, cluster } = labels;
  if (id !== undefined) return id === resource.id;
  if (cluster === undefined || cluster !== resource.cluster) return false;
  return labels["zone"] === undefined || labels["zone"] === resource.zone;
}

/** The alarms of a node at a moment: firing before pending, then the worst, then the youngest. */
export function alarmsOfNode(
  alarms: readonly AlarmView[],
  resources: readonly BindableResource[],
  at: UnixMs,
): NodeAlarm[] {
  return alarms
    .flatMap((alarm): NodeAlarm[] => {
      const state = stateAt(alarm, at);
      if (state === null || !resources.some((resource) => isAbout(alarm.labels, resource))) return [];
      const { id, rule, severity, activeAt, summary, summaryZh, labels } = alarm;
      const resource = labels["resource"] ?? null;
      return [{ id, rule, severity, state, activeAt, summary, summaryZh, resource }];
    })
    .sort(
      (a, b) =>
        Number(b.state === "firing") - Number(a.state === "firing") ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.activeAt - a.activeAt,
    );
}
