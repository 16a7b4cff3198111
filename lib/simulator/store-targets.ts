import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { simulatorTargets } from "@/db/schema/simulator";
import type { World } from "./world";

/** Rows of one statement, within the driver's 65,534 parameters. */
const ROWS_MAX = 5_000;

/**
 * Keeps the targets' states where experiments read them. A world of hundreds of resources changes few of them in a tick,
 * and only those are written.
 */
export class TargetKeeper {
  private readonly written = new Map<string, string>();

  /** Writes what differs from what this keeper wrote before; the first time, everything. */
  async keep(db: Database, { cells }: World): Promise<void> {
    const changed = new Map<string, string>();
    for (const { members } of cells)
      for (const [id, { member }] of members) {
        const text = JSON.stringify(member.target());
        if (this.written.get(id) !== text) changed.set(id, text);
      }
    const rows = [...changed].map(([resourceId, text]) => ({ resourceId, state: JSON.parse(text) as never }));
    for (let from = 0; from < rows.length; from += ROWS_MAX)
      // oxlint-disable-next-line no-await-in-loop -- one statement after the other
      await db
        .insert(simulatorTargets)
        .values(rows.slice(from, from + ROWS_MAX))
        .onConflictDoUpdate({
          target: simulatorTargets.resourceId,
          set: { state: sql`excluded.state`, updatedAt: sql`now()` },
        });
    for (const [id, text] of changed) this.written.set(id, text);
  }
}
