import type { Status } from "@/components/ui/status";
import type { Layer } from "@/lib/resources/constants";

/** What is drawn, wherever it is drawn: on the screen, or into a file. Coordinates are those of the diagram. */
export interface Scene {
  nodes: readonly SceneNode[];
  edges: readonly SceneEdge[];
  lanes: readonly { layer: Layer; label: string; y: number; height: number }[];
  x: number;
  width: number;
  height: number;
}

export const BADGES = ["fault", "alarm", "risk", "missing"] as const;
export interface SceneBadge {
  kind: (typeof BADGES)[number];
  status: Status;
  count: number;
}

export interface SceneNode {
  id: string;
  x: number;
  y: number;
  title: string;
  subtitle: string;
  /** What the overlay tells, in figures: `82%`. */
  figure: string;
  /** What it is a figure of, or the traffic: `80 req/s`. */
  note: string;
  status: Status;
  badges: readonly SceneBadge[];
  /** Nothing new has come for too long. */
  stale: boolean;
  /** Bound to nothing. */
  hollow: boolean;
  emphasis: Emphasis;
}

/** What a selection makes of a part: itself, near it, hit by it, or neither. */
export type Emphasis = "none" | "selected" | "related" | "hit" | "faded";

export interface SceneEdge {
  source: string;
  destination: string;
  /** `data`: requests run on it; `silent`: it is drawn and none are seen; `undrawn`: seen and not drawn; `host`. */
  kind: "data" | "silent" | "undrawn" | "host";
  status: Status;
  /** In pixels at natural size. */
  width: number;
  /** Empty: none. */
  label: string;
  emphasis: Emphasis;
}
