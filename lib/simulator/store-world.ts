import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { simulatorState } from "@/db/schema/simulator";
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

/** The world that was stored last, or null before the first time. @throws InvalidError when its format is another. */
export async function readWorld(db: Database): Promise<World | null> {
  const [row] = await db.select().from(simulatorState);
  return row ? loadWorld(row.seed, row.clock.getTime(), row.world) : null;
}
