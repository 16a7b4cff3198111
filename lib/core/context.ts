import type { Database } from "@/db/client";
import type { MetricStore } from "@/lib/metrics/store";
import type { UnixMs } from "./time";

export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who acts: a person, a token, or the product itself. */
export interface Actor {
  id: string;
  kind: "user" | "token" | "system";
  name: string;
  role: Role;
}

export const SYSTEM_ACTOR: Actor = { id: "system", kind: "system", name: "evenkeel", role: "admin" };

/** What a process holds open for its whole life. */
export interface Services {
  db: Database;
  metrics: MetricStore;
}

/** Everything that a test replaces. Passed to each verb; nothing of it is global. */
export interface Context extends Services {
  actor: Actor;
  requestId: string;
  /** Unix ms. A function, so that a test can move it. */
  now: () => UnixMs;
}
