import { inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { type Resource, resources } from "@/db/schema/resources";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { InvalidError } from "@/lib/core/errors";
import type { FileFault } from "@/lib/core/yaml-walk";
import { publishLive } from "@/lib/live/publish";
import { checkInventory } from "./file/check-inventory";
import { faultsOf, parseInventory } from "./file/parse-inventory";
import { type ImportPlan, planImport, type PlannedChange } from "./file/plan-import";
import { type HistoryInput, recordHistory } from "./record-history";
import type { ImportView } from "./schemas";

/** Faults and changes that are told; the rest is counted. */
const FAULTS_MAX = 100;
const CHANGES_MAX = 200;
/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_MAX = 1_000;
/** Ids that an audit row names; the history of each resource has its own. */
const AUDITED_MAX = 1_000;

interface Read {
  plan: ImportPlan;
  faults: FileFault[];
}

async function readPlan(db: Database | Transaction, text: string): Promise<Read> {
  const parsed = parseInventory(text);
  const known = new Map((await db.select().from(resources)).map((row) => [row.id, row]));
  checkInventory(parsed, known);
  return { plan: planImport(parsed.resources, known), faults: faultsOf(parsed) };
}

function viewOf({ plan, faults }: Read): ImportView {
  const { changes, unchanged } = faults.length > 0 ? { changes: [], unchanged: 0 } : plan;
  const creates = changes.filter(({ kind }) => kind === "create").length;
  return {
    faults: faults.slice(0, FAULTS_MAX),
    moreFaults: Math.max(0, faults.length - FAULTS_MAX),
    creates,
    updates: changes.length - creates,
    unchanged,
    changes: changes.slice(0, CHANGES_MAX).map(({ id, kind, fields }) => ({ id, kind, fields })),
  };
}

/**
 * What an inventory file would change, and every fault that keeps it from being taken. Changes nothing.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 */
export async function previewImport(ctx: Context, text: string): Promise<ImportView> {
  requireRole(ctx, "operator");
  return viewOf(await readPlan(ctx.db, text));
}

/**
 * Takes an inventory file: all of it or nothing. Resources and fields that it leaves out stay as they are.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws InvalidError with the line and column of the first fault as its place.
 */
export async function importInventory(ctx: Context, text: string): Promise<ImportView> {
  requireRole(ctx, "operator");
  return ctx.db.transaction(async (tx) => {
    // What the file is checked against must be what it is written to.
    await tx.execute(sql`lock table ${resources} in share row exclusive mode`);
    const read = await readPlan(tx, text);
    refuse(read.faults);
    const { changes } = read.plan;
    const before = await readBefore(tx, changes);
    await writeRecords(tx, changes, new Date(ctx.now()));
    await recordHistory(
      tx,
      ctx,
      changes.map((change) => historyOf(change, before.get(change.id))),
    );
    const { creates, updates, unchanged } = viewOf(read);
    const ids = changes.slice(0, AUDITED_MAX).map(({ id, kind }) => ({ id, kind }));
    await recordAudit(tx, ctx, { action: "inventory.import", after: { creates, updates, unchanged, ids } });
    if (changes.length > 0) await publishLive(tx, { topic: "resources" });
    return viewOf(read);
  });
}

function refuse(faults: readonly FileFault[]): void {
  const [first] = faults;
  if (!first) return;
  const place = `${first.line}:${first.column}`;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  throw new InvalidError(`${place}: ${first.message}${more}`, { place });
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += ROWS_MAX) yield all.slice(from, from + ROWS_MAX);
}

async function readBefore(
  tx: Transaction,
  changes: readonly PlannedChange[],
): Promise<Map<string, Pick<Resource, "state">>> {
  const before = new Map<string, Pick<Resource, "state">>();
  for (const part of chunks(changes)) {
    // oxlint-disable-next-line no-await-in-loop -- statements of one transaction
    const rows = await tx
      .select({ id: resources.id, state: resources.state })
      .from(resources)
      .where(
        inArray(
          resources.id,
          part.map(({ id }) => id),
        ),
      );
    for (const { id, state } of rows) before.set(id, { state });
  }
  return before;
}

async function writeRecords(
  tx: Transaction,
  changes: readonly PlannedChange[],
  createdAt: Date,
): Promise<void> {
  for (const part of chunks(changes)) {
    // oxlint-disable-next-line no-await-in-loop -- statements of one transaction
    await tx
      .insert(resources)
      .values(
        part.map(({ id, after }) => ({
          id,
          ...after,
          origin: "declared" as const,
          keeper: "people" as const,
          createdAt,
        })),
      )
      .onConflictDoUpdate({
        target: resources.id,
        set: {
          product: sql`excluded.product`,
          app: sql`excluded.app`,
          layer: sql`excluded.layer`,
          zone: sql`excluded.zone`,
          cluster: sql`excluded.cluster`,
          state: sql`excluded.state`,
          labels: sql`excluded.labels`,
          spec: sql`excluded.spec`,
          dependsOn: sql`excluded.depends_on`,
          origin: sql`excluded.origin`,
          keeper: sql`excluded.keeper`,
          updatedAt: sql`now()`,
        },
      });
  }
}

function historyOf(
  { id, kind, fields, after }: PlannedChange,
  before: Pick<Resource, "state"> | undefined,
): HistoryInput {
  const moved = before?.state !== after.state;
  return {
    resourceId: id,
    action: kind === "create" ? "import_create" : "import_update",
    changes: fields,
    ...(moved ? { to: after.state, ...(before ? { from: before.state } : {}) } : {}),
  };
}
