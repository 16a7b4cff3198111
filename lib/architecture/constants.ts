/** What an edge of a diagram means: the source calls the destination, or it runs on it. */
export const DIAGRAM_EDGE_KINDS = ["call", "host"] as const;

/** What the colour and the figure of a node tell. */
export const OVERLAYS = ["health", "utilisation", "risk", "alarms", "faults", "capacity"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** How a version came to be. */
export const VERSION_ORIGINS = ["generated", "edited", "imported", "restored"] as const;
export type VersionOrigin = (typeof VERSION_ORIGINS)[number];

/** Bounds of one diagram. Our choice: several times what a reader can take in, and what the layout does in seconds. */
export const NODES_MAX = 1_000;
export const EDGES_MAX = 5_000;
export const SELECTORS_MAX = 20;
export const BOUND_BY_HAND_MAX = 1_000;
/** A diagram of this size as YAML is well below a megabyte. */
export const YAML_BYTES_MAX = 1_048_576;

/** Why a binding by hand leads nowhere. `gone`: it was retired; `unknown`: the inventory never had it, or no longer has. */
export const MISSING_REASONS = ["gone", "unknown"] as const;

/** Conditions of a node, worst first. The same words as everywhere on screen. */
export const NODE_STATUSES = ["critical", "warning", "unknown", "info", "ok"] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

/** What made a node's condition, in the order of weight within one status. */
export const NODE_REASONS = [
  "down",
  "alarm",
  "over_threshold",
  "missing",
  "stale",
  "no_samples",
  "unbound",
] as const;
