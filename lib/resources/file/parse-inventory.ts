import type { Node } from "yaml";
import { type Field, type FileFault, YamlWalk } from "@/lib/core/yaml-walk";
import {
  INVENTORY_FILE_RESOURCES_MAX,
  LAYERS,
  type Layer,
  RESERVED_IDS,
  RESOURCE_ID_MAX,
  RESOURCE_STATES,
  type ResourceState,
} from "../constants";
import { readSpec } from "./read-spec";

const FIELDS = [
  "id",
  "product",
  "app",
  "layer",
  "zone",
  "cluster",
  "state",
  "labels",
  "spec",
  "dependsOn",
] as const;

/** What a file may say of a resource. A field that it leaves out stays as it is; `null` takes a value away. */
export interface FileValues {
  product: string;
  app: string | null;
  layer: Layer | null;
  zone: string | null;
  cluster: string | null;
  state: ResourceState;
  labels: Record<string, string>;
  spec: Record<string, unknown>;
  dependsOn: string[];
}

export interface FileResource {
  id: string;
  given: Partial<FileValues>;
  /** Offsets in the text; 0: the file has no such field. */
  at: { id: number; product: number; state: number; dependsOn: number[] };
}

export interface ParsedInventory {
  resources: FileResource[];
  /** Notes further faults with their place. */
  walk: YamlWalk;
}

/**
 * Reads an inventory: a list `resources` whose entries have an `id` and any of the other fields. Strict: a field that
 * is not known, a value of the wrong type, an id that comes twice are faults, each with its place.
 *
 * Pure.
 */
export function parseInventory(text: string): ParsedInventory {
  const walk = new YamlWalk(text);
  if (walk.faults.length > 0) return { resources: [], walk };
  const [list] = walk.fields(walk.root, "an inventory", ["resources"]) ?? [];
  if (!list) {
    if (walk.faults.length === 0) walk.faultAt(0, "an inventory needs `resources:`");
    return { resources: [], walk };
  }
  const entries = walk.entries(list.value, "resources") ?? [];
  if (entries.length > INVENTORY_FILE_RESOURCES_MAX) {
    walk.fault(
      list.keyNode,
      `the file has ${entries.length} resources; ${INVENTORY_FILE_RESOURCES_MAX} are allowed`,
    );
    return { resources: [], walk };
  }
  const resources = entries.flatMap((node, i) => readResource(walk, node, i) ?? []);
  refuseDuplicates(walk, resources);
  return { resources, walk };
}

/** Faults in the order of the text. */
export const faultsOf = ({ walk }: ParsedInventory): FileFault[] =>
  walk.faults.sort((a, b) => a.line - b.line || a.column - b.column);

const offsetOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;

function readResource(walk: YamlWalk, node: Node | null, index: number): FileResource | null {
  const fields = walk.fields(node, `resource ${index + 1}`, FIELDS);
  if (fields === null) return null;
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const idField = byKey.get("id");
  const id = idField ? readText(walk, idField.value, "id", RESOURCE_ID_MAX) : null;
  if (!idField) walk.fault(node, `resource ${index + 1} needs an id`);
  if (idField && id === null && isNothing(idField))
    walk.fault(idField.keyNode, `resource ${index + 1} needs an id`);
  if (idField && RESERVED_IDS.some((word) => word === id))
    walk.fault(
      idField.value,
      `no resource can be called ${JSON.stringify(id)}: it is a part of our addresses`,
    );
  const what = id === null ? `resource ${index + 1}` : JSON.stringify(id);
  const given = readGiven(walk, byKey, what);
  if (id === null) return null;
  const dependsOn = byKey.get("dependsOn");
  return {
    id,
    given,
    at: {
      id: offsetOf(idField?.value),
      product: offsetOf(byKey.get("product")?.value),
      state: offsetOf(byKey.get("state")?.value),
      dependsOn: dependsOn?.value ? (walk.entries(dependsOn.value, "") ?? []).map(offsetOf) : [],
    },
  };
}

/** Whether a field says nothing: `zone:` or `zone: null`. */
const isNothing = ({ value }: Field): boolean => value === null || ("value" in value && value.value === null);

function readGiven(walk: YamlWalk, byKey: ReadonlyMap<string, Field>, what: string): Partial<FileValues> {
  const given: Partial<FileValues> = {};
  for (const key of ["app", "zone", "cluster"] as const) {
    const field = byKey.get(key);
    if (field)
      given[key] = isNothing(field) ? null : readText(walk, field.value, `${what}: ${key}`, RESOURCE_ID_MAX);
  }
  const product = byKey.get("product");
  if (product) {
    const text = readText(walk, product.value, `${what}: product`, RESOURCE_ID_MAX);
    if (text !== null) given.product = text;
    else if (isNothing(product)) walk.fault(product.keyNode, `${what}: product must be a text`);
  }
  const layer = byKey.get("layer");
  if (layer) given.layer = isNothing(layer) ? null : readOneOf(walk, layer.value, `${what}: layer`, LAYERS);
  const state = byKey.get("state");
  if (state) {
    const value = readOneOf(walk, state.value, `${what}: state`, RESOURCE_STATES);
    if (value !== null) given.state = value;
  }
  const labels = byKey.get("labels");
  if (labels) given.labels = readLabels(walk, labels, what);
  const spec = byKey.get("spec");
  if (spec) given.spec = isNothing(spec) ? {} : readSpec(walk, spec.value, `${what}: spec`);
  const dependsOn = byKey.get("dependsOn");
  if (dependsOn) given.dependsOn = readDependsOn(walk, dependsOn, what);
  return given;
}

/** A text; null after a note, and for nothing at all. */
function readText(walk: YamlWalk, node: Node | null, what: string, max: number): string | null {
  if (node !== null && "value" in node && typeof node.value !== "string" && node.value !== null) {
    const kind = typeof node.value === "boolean" ? "a truth value" : "a number";
    walk.fault(node, `${what} must be a text, and is ${kind}: write it in quotes`);
    return null;
  }
  const text = walk.scalar(node, what);
  if (text === null) return null;
  if (text.trim() === "") {
    if (node !== null && "value" in node && node.value !== null)
      walk.fault(node, `${what} must not be empty`);
    return null;
  }
  if (text.length > max) {
    walk.fault(node, `${what} has ${text.length} characters; ${max} are allowed`);
    return null;
  }
  // oxlint-disable-next-line no-control-regex -- which is what is looked for
  if (/[\u0000-\u001F\u007F]/.test(text) || !text.isWellFormed()) {
    walk.fault(node, `${what} holds characters that cannot be shown`);
    return null;
  }
  return text;
}

function readOneOf<T extends string>(
  walk: YamlWalk,
  node: Node | null,
  what: string,
  allowed: readonly T[],
): T | null {
  const text = walk.scalar(node, what);
  const found = allowed.find((one) => one === text);
  if (found === undefined && text !== null)
    walk.fault(node, `${what} is ${JSON.stringify(text)}; it may be ${allowed.join(", ")}`);
  return found ?? null;
}

const LABELS_MAX = 50;

function readLabels(walk: YamlWalk, field: Field, what: string): Record<string, string> {
  const entries = walk.fields(field.value, `${what}: labels`) ?? [];
  if (entries.length > LABELS_MAX)
    walk.fault(field.keyNode, `${what} has ${entries.length} labels; ${LABELS_MAX} are allowed`);
  return Object.fromEntries(
    entries.slice(0, LABELS_MAX).flatMap(({ key, keyNode, value }): [string, string][] => {
      if (!/^[A-Za-z_][A-Za-z0-9_.\-/]{0,99}$/.test(key)) {
        walk.fault(keyNode, `${what}: ${JSON.stringify(key)} is no name of a label`);
        return [];
      }
      const text = readText(walk, value, `${what}: label ${key}`, RESOURCE_ID_MAX);
      return text === null ? [] : [[key, text]];
    }),
  );
}

const DEPENDS_ON_MAX = 1_000;

function readDependsOn(walk: YamlWalk, field: Field, what: string): string[] {
  const entries = walk.entries(field.value, `${what}: dependsOn`) ?? [];
  if (entries.length > DEPENDS_ON_MAX)
    walk.fault(
      field.keyNode,
      `${what} depends on ${entries.length} resources; ${DEPENDS_ON_MAX} are allowed`,
    );
  const seen = new Set<string>();
  for (const node of entries.slice(0, DEPENDS_ON_MAX)) {
    const id = readText(walk, node, `${what}: dependsOn`, RESOURCE_ID_MAX);
    if (id === null) {
      if (node === null || ("value" in node && node.value === null))
        walk.fault(node ?? field.keyNode, `${what}: dependsOn holds an empty entry`);
    } else if (seen.has(id)) walk.fault(node, `${what} depends on ${JSON.stringify(id)} twice`);
    else seen.add(id);
  }
  return [...seen];
}

function refuseDuplicates(walk: YamlWalk, resources: readonly FileResource[]): void {
  const first = new Map<string, number>();
  for (const { id, at } of resources) {
    const before = first.get(id);
    if (before === undefined) first.set(id, at.id);
    else
      walk.faultAt(
        at.id,
        `${JSON.stringify(id)} is there twice (the first is in line ${walk.place(before).line})`,
      );
  }
}
