export const LAYERS = ["access", "business", "middleware", "data"] as const;
export type Layer = (typeof LAYERS)[number];

/** `declared`: written down by people or by the simulator's fleet; `discovered`: seen in metrics. */
export const RESOURCE_ORIGINS = ["declared", "discovered"] as const;

export const RESOURCE_STATES = ["planned", "running", "retiring", "gone"] as const;
export type ResourceState = (typeof RESOURCE_STATES)[number];

/** Who writes a record: the part of the product that runs or sees the resource, or people. */
export const RESOURCE_KEEPERS = ["machine", "people"] as const;

/** What discovery thinks of a resource: has samples, has had none for some minutes, for a day. */
export const OBSERVED_STATES = ["seen", "stale", "gone"] as const;

/** How the inventory and what is seen can differ; worst first. */
export const DIFFERENCE_KINDS = ["missing", "unknown", "drifted"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** What an operator can do about a difference. */
export const SETTLEMENTS = ["adopt", "retire", "accept", "ignore", "reopen"] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

export const LIFECYCLE_ACTIONS = ["start", "retire", "keep", "end", "return", "plan"] as const;
export type LifecycleAction = (typeof LIFECYCLE_ACTIONS)[number];

/** Columns that the inventory can be ordered by. */
export const RESOURCE_SORTS = [
  "id",
  "product",
  "app",
  "layer",
  "zone",
  "cluster",
  "state",
  "utilisation",
  "alarms",
  "findings",
  "faults",
  "seen",
] as const;
export type ResourceSort = (typeof RESOURCE_SORTS)[number];

/** What can be the matter with a resource. */
export const RESOURCE_CONDITIONS = ["alarms", "findings", "faults", "differences"] as const;
export type ResourceCondition = (typeof RESOURCE_CONDITIONS)[number];

/** Whether a resource has samples; `never`: none were ever seen. */
export const SEEN_STATES = [...OBSERVED_STATES, "never"] as const;

/** Filters with a list of values and counts. */
export const FACETS = [
  "product",
  "layer",
  "zone",
  "app",
  "state",
  "origin",
  "seen",
  "condition",
  "label",
] as const;
export type Facet = (typeof FACETS)[number];

/** Words of the address below /api/resources: no resource can be called so. */
export const RESERVED_IDS = ["comparison", "export", "import", "views"] as const;
/** Longest id of a resource. Our choice: as long as a Kubernetes name (253) with room for a job before it. */
export const RESOURCE_ID_MAX = 300;

/** Attributes of the record that can be compared with labels of the same name. */
export const COMPARED_ATTRIBUTES = ["product", "app", "layer", "zone", "cluster"] as const;

/**
 * A text of YAML becomes a tree of many times its size while it is read. Our choice: some 10,000 resources; a larger
 * inventory goes in as several files, which add to each other.
 */
export const INVENTORY_FILE_BYTES_MAX = 4 * 2 ** 20;
export const INVENTORY_FILE_RESOURCES_MAX = 20_000;

/** Longest that a difference can be ignored: what nobody looks at for longer is not true any more. Our choice. */
export const IGNORE_DAYS_MAX = 365;
/** Saved views of one person. Our choice. */
export const VIEWS_MAX = 100;

/** In a filter: those that have no value. */
export const NO_VALUE = "(none)";
