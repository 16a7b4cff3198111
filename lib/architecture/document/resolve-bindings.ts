import type { MISSING_REASONS } from "../constants";
import type { DiagramNode } from "../schemas";
import { parseResourceSelector, type SelectableResource } from "./selector";

export interface BindableResource extends SelectableResource {
  state: string;
}

export interface NodeBinding<R extends BindableResource> {
  /** Ordered by id, each once. */
  resources: R[];
  missing: { id: string; reason: (typeof MISSING_REASONS)[number] }[];
  /** Selectors that fit no resource. */
  empty: string[];
}

/** What each node is bound to, by its id. Resources that are gone are bound by nothing, and named where a hand bound them. */
export function resolveBindings<R extends BindableResource>(
  nodes: readonly Pick<DiagramNode, "id" | "binding">[],
  resources: readonly R[],
): Map<string, NodeBinding<R>> {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const present = resources.filter(({ state }) => state !== "gone");
  return new Map(nodes.map(({ id, binding }) => [id, resolve(binding, byId, present)]));
}

function resolve<R extends BindableResource>(
  binding: DiagramNode["binding"],
  byId: ReadonlyMap<string, R>,
  present: readonly R[],
): NodeBinding<R> {
  const bound = new Map<string, R>();
  const empty: string[] = [];
  for (const selector of binding.selectors) {
    const fitting = present.filter(parseResourceSelector(selector));
    if (fitting.length === 0) empty.push(selector);
    for (const resource of fitting) bound.set(resource.id, resource);
  }
  const missing: NodeBinding<R>["missing"] = [];
  for (const id of binding.resources) {
    const resource = byId.get(id);
    if (resource === undefined) missing.push({ id, reason: "unknown" });
    else if (resource.state === "gone") missing.push({ id, reason: "gone" });
    else bound.set(id, resource);
  }
  return {
    resources: [...bound.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    missing,
    empty,
  };
}

/** Resources of the app, present ones, that no node is bound to; of all apps without one. */
export function findUnbound<R extends BindableResource>(
  bindings: ReadonlyMap<string, NodeBinding<R>>,
  resources: readonly R[],
  app: string | null,
): R[] {
  const bound = new Set([...bindings.values()].flatMap((one) => one.resources.map(({ id }) => id)));
  return resources.filter(
    ({ id, state, app: of }) =>
      (state === "running" || state === "retiring") && (app === null || of === app) && !bound.has(id),
  );
}
