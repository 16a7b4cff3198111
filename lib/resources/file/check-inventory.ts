import { PRODUCTS } from "@/lib/products/catalogue";
import type { ResourceState } from "../constants";
import { canBecome } from "../lifecycle";
import { findCycles } from "./find-cycles";
import type { FileResource, ParsedInventory } from "./parse-inventory";

/** What the check needs to know of a record that is there. */
export interface KnownResource {
  product: string;
  state: ResourceState;
  dependsOn: readonly string[];
}

/**
 * Notes what is wrong with a file beside what is there: a product that nobody knows, a dependency on a resource that does
 * not exist or is gone, a cycle of dependencies, a step of the life cycle that cannot be.
 */
export function checkInventory(
  { resources, walk }: ParsedInventory,
  known: ReadonlyMap<string, KnownResource>,
): void {
  const products = new Set([
    ...PRODUCTS.map(({ id }) => id),
    ...[...known.values()].map(({ product }) => product),
  ]);
  const inFile = new Map(resources.map((resource) => [resource.id, resource]));
  for (const resource of resources) {
    const { id, given, at } = resource;
    const before = known.get(id);
    // Of a product that could not be read there is a note already.
    if (given.product === undefined && at.product === 0 && !before)
      walk.faultAt(at.id, `${JSON.stringify(id)} is new and needs a product`);
    if (given.product !== undefined && !products.has(given.product))
      walk.faultAt(at.product, unknownProduct(id, given.product, products));
    if (given.state !== undefined && before && !canBecome(before.state, given.state))
      walk.faultAt(
        at.state,
        `${JSON.stringify(id)} is ${before.state}, and cannot become ${given.state} in one step`,
      );
    checkDependencies(resource, inFile);
  }
  checkCycles();

  function checkDependencies({ id, given, at }: FileResource, file: ReadonlyMap<string, FileResource>): void {
    given.dependsOn?.forEach((other, i) => {
      const state =
        file.get(other)?.given.state ?? known.get(other)?.state ?? (file.has(other) ? "running" : null);
      const place = at.dependsOn[i] ?? at.id;
      if (state === null)
        walk.faultAt(
          place,
          `${JSON.stringify(id)} depends on ${JSON.stringify(other)}, which does not exist`,
        );
      else if (state === "gone" && (given.state ?? known.get(id)?.state) !== "gone")
        walk.faultAt(place, `${JSON.stringify(id)} depends on ${JSON.stringify(other)}, which is gone`);
    });
  }

  /** Cycles that are there already are not the fault of the file. */
  function checkCycles(): void {
    const edges = new Map<string, readonly string[]>();
    for (const [id, { dependsOn }] of known) edges.set(id, dependsOn);
    const changed = new Set<string>();
    for (const { id, given } of resources) {
      if (given.dependsOn === undefined || sameSet(given.dependsOn, known.get(id)?.dependsOn ?? [])) continue;
      edges.set(id, given.dependsOn);
      changed.add(id);
    }
    if (changed.size === 0) return;
    for (const cycle of findCycles(edges)) {
      const culprit = cycle.find((id) => changed.has(id));
      const resource = culprit === undefined ? undefined : inFile.get(culprit);
      if (!resource) continue;
      const start = cycle.indexOf(resource.id);
      const path = [...cycle.slice(start), ...cycle.slice(0, start)];
      const next = path[1] ?? resource.id;
      const edge = resource.given.dependsOn?.indexOf(next) ?? -1;
      walk.faultAt(
        resource.at.dependsOn[edge] ?? resource.at.id,
        `a cycle of dependencies: ${cycleText(path)}`,
      );
    }
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const others = new Set(b);
  return a.length === others.size && a.every((id) => others.has(id));
}

/** A cycle as far as a person reads it. */
const CYCLE_SHOWN_MAX = 10;

function cycleText(path: readonly string[]): string {
  const shown = path.slice(0, CYCLE_SHOWN_MAX);
  const rest = path.length - shown.length;
  return [...shown, ...(rest > 0 ? [`(${rest} more)`] : []), path[0]].join(" → ");
}

function unknownProduct(id: string, product: string, products: ReadonlySet<string>): string {
  const folded = product.toLowerCase();
  const near = [...products].find(
    (one) => one.toLowerCase() === folded || one.startsWith(folded) || folded.startsWith(one),
  );
  const hint =
    near === undefined
      ? `known are ${[...products].sort().slice(0, 40).join(", ")}`
      : `did you mean ${near}?`;
  return `${JSON.stringify(id)}: there is no product ${JSON.stringify(product)}; ${hint}`;
}
