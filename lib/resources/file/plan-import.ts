import type { FileResource, FileValues } from "./parse-inventory";

export type ChangedFields = Record<string, { before: unknown; after: unknown }>;

export interface PlannedChange {
  id: string;
  kind: "create" | "update";
  fields: ChangedFields;
  /** The record as it will be. */
  after: FileValues;
}

export interface ImportPlan {
  /** In the order of the file. */
  changes: PlannedChange[];
  unchanged: number;
}

/** What a new resource is where the file says nothing. */
const NEW: Omit<FileValues, "product"> = {
  app: null,
  layer: null,
  zone: null,
  cluster: null,
  state: "running",
  labels: {},
  spec: {},
  dependsOn: [],
};

export interface RecordBefore extends FileValues {
  origin: "declared" | "discovered";
}

/**
 * What a file changes. Only what it names: resources and fields that it leaves out stay as they are. A discovered
 * resource that it names becomes a declared one.
 */
export function planImport(
  resources: readonly FileResource[],
  known: ReadonlyMap<string, RecordBefore>,
): ImportPlan {
  const plan: ImportPlan = { changes: [], unchanged: 0 };
  for (const { id, given } of resources) {
    const before = known.get(id);
    const base: FileValues = before ? valuesOf(before) : { ...NEW, product: "" };
    const after = { ...base, ...given };
    const fields = before ? differencesOf(base, after) : differencesOf(null, after);
    if (before?.origin === "discovered") fields.origin = { before: "discovered", after: "declared" };
    if (before && Object.keys(fields).length === 0) plan.unchanged += 1;
    else plan.changes.push({ id, kind: before ? "update" : "create", fields, after });
  }
  return plan;
}

const KEYS = ["product", "app", "layer", "zone", "cluster", "state", "labels", "spec", "dependsOn"] as const;

const valuesOf = (record: RecordBefore): FileValues => ({
  product: record.product,
  app: record.app,
  layer: record.layer,
  zone: record.zone,
  cluster: record.cluster,
  state: record.state,
  labels: record.labels,
  spec: record.spec,
  dependsOn: record.dependsOn,
});

function differencesOf(before: FileValues | null, after: FileValues): ChangedFields {
  const fields: ChangedFields = {};
  for (const key of KEYS) {
    const [was, is] = [before?.[key] ?? null, after[key]];
    if (canonical(was) !== canonical(is) && !(before === null && isEmpty(is)))
      fields[key] = { before: was, after: is };
  }
  return fields;
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);

/** JSON with its keys in one order: PostgreSQL gives them back in an order of its own. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
