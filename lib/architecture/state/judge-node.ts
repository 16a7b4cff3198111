import type { UnixMs } from "@/lib/core/time";
import { NODE_REASONS, NODE_STATUSES, type NodeStatus } from "../constants";
import type { NodeBinding, BindableResource } from "../document/resolve-bindings";
import type { Measured, NodeReason, NodeState } from "../schemas";
import { isStale, judgeResource } from "./judge-resource";
import type { PlannedMetric } from "./metric-plan";
import type { ResourceValues } from "./read-values";

export interface NodeInput {
  id: string;
  graphIds: string[];
  binding: NodeBinding<BindableResource>;
  /** Of the products of its resources. */
  plan: readonly PlannedMetric[];
  values: ReadonlyMap<string, ResourceValues>;
  alarms: NodeState["alarms"];
  risks: NodeState["risks"];
  faults: NodeState["faults"];
  /** Requests a second that its callers send it, for what has no traffic metric of its own. */
  callsInPerS: number | null;
  at: UnixMs;
}

/** More reasons than this are counted by the resources' own conditions. */
const REASONS_MAX = 12;

/** Everything that is shown of a node at a moment. */
export function judgeNode(input: NodeInput): NodeState {
  const { id, binding, values, alarms, at } = input;
  const judged = binding.resources.map((resource) => {
    const own = alarms.flatMap(({ rule, severity, state, resource: of }) =>
      of === resource.id && state !== "resolved" ? [{ rule, severity, state }] : [],
    );
    const plan = input.plan.filter(({ product }) => product === resource.product);
    const value = values.get(resource.id);
    const reasons = judgeResource(resource.id, plan, value, own, at);
    return { resource, value, reasons, status: worstOf(reasons) };
  });
  const reasons = [
    ...judged.flatMap((one) => one.reasons),
    ...ofTheWhole(alarms),
    ...binding.missing.map(({ id: resource }) => plain("missing", "warning", resource)),
    ...(binding.resources.length === 0 ? [plain("unbound", "unknown", null)] : []),
  ].sort(byWeight);
  const ages = judged.map(({ value }) => value?.sampleAt ?? null);
  return {
    id,
    graphIds: input.graphIds,
    resources: judged.map(({ resource, status, value }) => ({
      id: resource.id,
      product: resource.product,
      zone: resource.zone,
      status,
      sampleAt: value?.sampleAt ?? null,
      stale: value !== undefined && isStale(value, at),
    })),
    missing: binding.missing,
    empty: binding.empty,
    status: worstOf(reasons),
    reasons: reasons.slice(0, REASONS_MAX),
    sampleAt: ages.length === 0 || ages.includes(null) ? null : Math.min(...ages.map(Number)),
    stale: judged.some(({ value }) => value !== undefined && isStale(value, at)),
    traffic: trafficOf(input),
    ...measure(input),
    alarms,
    risks: input.risks,
    faults: input.faults,
  };
}

/** Nothing wrong that is known is `ok` only because what cannot be seen has a reason of its own. */
function worstOf(reasons: readonly Pick<NodeReason, "status">[]): NodeStatus {
  return NODE_STATUSES.find((status) => reasons.some((reason) => reason.status === status)) ?? "ok";
}

/** Alarms about the group as a whole, with no resource named. */
const ofTheWhole = (alarms: NodeState["alarms"]): NodeReason[] =>
  alarms
    .filter(({ resource, state }) => resource === null && state === "firing")
    .map(({ rule, severity }) => ({ ...plain("alarm", severity, null), subject: rule }));

const plain = (kind: NodeReason["kind"], status: NodeStatus, resource: string | null): NodeReason => ({
  kind,
  status,
  resource,
  subject: null,
  value: null,
  threshold: null,
});

const byWeight = (a: NodeReason, b: NodeReason): number =>
  NODE_STATUSES.indexOf(a.status) - NODE_STATUSES.indexOf(b.status) ||
  NODE_REASONS.indexOf(a.kind) - NODE_REASONS.indexOf(b.kind);

/** Of its resources together, in the unit of the first product that counts any; else what its callers send. */
function trafficOf({ plan, binding, values, callsInPerS }: NodeInput): NodeState["traffic"] {
  for (const { name, unit } of plan.filter(({ role }) => role === "traffic")) {
    const seen = binding.resources.flatMap(({ id }) => values.get(id)?.byMetric.get(name) ?? []);
    if (seen.length > 0) return { value: seen.reduce((sum, v) => sum + v, 0), unit };
  }
  return callsInPerS === null ? null : { value: callsInPerS, unit: "requests/second" };
}

function measure(input: NodeInput): Pick<NodeState, "utilisation" | "errors" | "latencyS" | "capacity"> {
  const used = all(input, ({ role }) => role === "utilisation");
  return {
    utilisation: greatest(used),
    errors: greatest(all(input, ({ role }) => role === "errors")),
    latencyS: greatest(all(input, ({ role }) => role === "latency")),
    capacity: capacityOf(all(input, ({ growsWithTraffic }) => growsWithTraffic)),
  };
}

function all({ plan, binding, values }: NodeInput, wanted: (metric: PlannedMetric) => boolean): Measured[] {
  return plan.filter(wanted).flatMap(({ name, threshold }) =>
    binding.resources.flatMap(({ id: resource }) => {
      const value = values.get(resource)?.byMetric.get(name);
      return value === undefined ? [] : [{ value, metric: name, resource, threshold }];
    }),
  );
}

const greatest = (measured: readonly Measured[]): Measured | null =>
  measured.reduce<Measured | null>((worst, one) => (worst && worst.value >= one.value ? worst : one), null);

/**
 * How often today's traffic fits into the tightest part: its line of concern over its share in use now, as load grows in
 * proportion to requests. A part without a line is not counted, one without load does not bound.
 */
function capacityOf(measured: readonly Measured[]): Measured | null {
  const factors = measured.flatMap((one) =>
    one.threshold === null || one.value <= 0 ? [] : [{ ...one, value: one.threshold / one.value }],
  );
  return factors.reduce<Measured | null>(
    (least, one) => (least && least.value <= one.value ? least : one),
    null,
  );
}
