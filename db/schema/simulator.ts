import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant, lifecycle } from "../columns";

/** The simulated world between two ticks: enough to go on after a crash as if nothing had happened. One row. */
export const simulatorState = pgTable("simulator_state", {
  id: integer("id").primaryKey().default(1),
  seed: integer("seed").notNull(),
  scale: integer("scale").notNull(),
  /** Sim-time up to which samples are durable. */
  clock: instant("clock").notNull(),
  world: jsonb("world")
    .$type<{
      version: number;
      startAt: number;
      pace: { coarseUntil: number; middleUntil: number };
      cells: unknown[][];
    }>()
    .notNull(),
  ...lifecycle,
});

/** How each simulated resource is as a target of faults, as of the world's clock. Written when it changes. */
export const simulatorTargets = pgTable("simulator_targets", {
  resourceId: text("resource_id").primaryKey(),
  state: jsonb("state")
    .$type<{
      compared: Readonly<Record<string, string | number | boolean>>;
      detail: Readonly<Record<string, string | number | boolean>>;
    }>()
    .notNull(),
  ...lifecycle,
});

/** How far a part of the history is filled; shown while it runs. */
export const backfills = pgTable("backfills", {
  id: text("id").primaryKey(),
  fromAt: instant("from_at").notNull(),
  toAt: instant("to_at").notNull(),
  /** Samples of [fromAt, doneAt) are durable. */
  doneAt: instant("done_at").notNull(),
  error: text("error"),
  ...lifecycle,
});

/** One row while the simulator waits for a store that does not take its samples; none when it goes on. */
export const simulatorWait = pgTable("simulator_wait", {
  id: integer("id").primaryKey().default(1),
  since: instant("since").notNull(),
  reason: text("reason").notNull(),
});
