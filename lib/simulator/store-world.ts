import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { simulatorState } from "@/db/schema/simulator";
import type { UnixMs } from "@/lib/core/time";
import { loadWorld, saveWorld, type World } from "./world";

/** Keeps the world as of its clock. The samples up to there must be durable already. */
export async function storeWorld(db: Database, world: World): Promise<void> {
  const row = {
    seed: world.seed,
    scale: world.cells.length,
    clock: new Date(world.clock),
    world: saveWorld(world),
  };
  await db
    .insert(simulatorState)
    .values(row)
    .onConflictDoUpdate({ target: simulatorState.id, set: { ...row, updatedAt: sql`now()` } });
}

/** The world that was stored last, or null before the first time. @throws StateFormatError when its format is another. */
export async function readWorld(db: Database): Promise<World | null> {
  const [row] = await db.select().from(simulatorState);
  return row ? loadWorld(row.seed, row.clock.getTime(), row.world) : null;
}

export interface StoredOrigin {
  seed: number;
  scale: number;
  /** Samples up to here are durable. */
  clock: UnixMs;
}

/** What the stored world was made of and how far it came; readable whatever the format of its state. */
export async function readOrigin(db: Database): Promise<StoredOrigin | null> {
  const { seed, scale, clock } = simulatorState;
  const [row] = await db.select({ seed, scale, clock }).from(simulatorState);
  return row ? { ...row, clock: row.clock.getTime() } : null;
}
