import type { Database, Transaction } from "@/db/client";
import { sql } from "drizzle-orm";
import {
  ingestRates,
  ingestRejections,
  ingestSketches,
  ingestSources,
  ingestTargets,
} from "@/db/schema/sources";
import type { Counts, SourceDelta } from "./ledger";

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_MAX = 1_000;

type Stored = readonly (readonly [id: string, delta: SourceDelta])[];

/**
 * Adds what one process has counted to what is stored, in one transaction. Rows are touched in one order, so that
 * processes wait for each other and never lock up.
 *
 * @param process tells the sketches of processes apart, which cannot be added up by the database.
 */
export async function storeLedger(
  db: Database,
  deltas: ReadonlyMap<string, SourceDelta>,
  process: string,
): Promise<void> {
  const ordered = [...deltas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
  await db.transaction(async (tx) => {
    const stored: (readonly [string, SourceDelta])[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in their order
    for (const delta of ordered) stored.push([await storeSource(tx, delta), delta]);
    await storeRates(tx, stored);
    await storeRejections(tx, stored);
    await storeTargets(tx, stored);
    await storeSketches(tx, stored, process);
  });
}

async function storeSource(tx: Transaction, delta: SourceDelta): Promise<string> {
  const total: Counts = {
    requests: 0,
    samples: 0,
    rejectedSamples: 0,
    refusedRequests: 0,
    throttledRequests: 0,
  };
  for (const counts of delta.rates.values())
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name];
  const [row] = await tx
    .insert(ingestSources)
    .values({
      senderKind: delta.sender.kind,
      senderId: delta.sender.id,
      senderName: delta.sender.name,
      protocol: delta.protocol,
      agent: delta.agent,
      firstSeenAt: new Date(delta.firstSeenAt),
      lastSeenAt: new Date(delta.lastSeenAt),
      lastAcceptedAt: delta.lastAcceptedAt === null ? null : new Date(delta.lastAcceptedAt),
      bytes: delta.bytes,
      ...total,
    })
    .onConflictDoUpdate({
      target: [ingestSources.senderKind, ingestSources.senderId, ingestSources.protocol],
      set: {
        senderName: sql`excluded.sender_name`,
        agent: sql`coalesce(excluded.agent, ${ingestSources.agent})`,
        lastSeenAt: sql`greatest(excluded.last_seen_at, ${ingestSources.lastSeenAt})`,
        lastAcceptedAt: sql`greatest(excluded.last_accepted_at, ${ingestSources.lastAcceptedAt})`,
        bytes: sql`excluded.bytes + ${ingestSources.bytes}`,
        requests: sql`excluded.requests + ${ingestSources.requests}`,
        samples: sql`excluded.samples + ${ingestSources.samples}`,
        rejectedSamples: sql`excluded.rejected_samples + ${ingestSources.rejectedSamples}`,
        refusedRequests: sql`excluded.refused_requests + ${ingestSources.refusedRequests}`,
        throttledRequests: sql`excluded.throttled_requests + ${ingestSources.throttledRequests}`,
      },
    })
    .returning({ id: ingestSources.id });
  if (!row) throw new Error("The source was not stored.");
  return row.id;
}

async function storeRates(tx: Transaction, stored: Stored): Promise<void> {
  const rows = stored.flatMap(([sourceId, { rates }]) =>
    [...rates].sort(([a], [b]) => a - b).map(([at, counts]) => ({ sourceId, at: new Date(at), ...counts })),
  );
  await inParts(rows, (part) =>
    tx
      .insert(ingestRates)
      .values(part)
      .onConflictDoUpdate({
        target: [ingestRates.sourceId, ingestRates.at],
        set: {
          requests: sql`excluded.requests + ${ingestRates.requests}`,
          samples: sql`excluded.samples + ${ingestRates.samples}`,
          rejectedSamples: sql`excluded.rejected_samples + ${ingestRates.rejectedSamples}`,
          refusedRequests: sql`excluded.refused_requests + ${ingestRates.refusedRequests}`,
          throttledRequests: sql`excluded.throttled_requests + ${ingestRates.throttledRequests}`,
        },
      }),
  );
}

async function storeRejections(tx: Transaction, stored: Stored): Promise<void> {
  const rows = stored.flatMap(([sourceId, { rejections }]) =>
    [...rejections].flatMap(([code, minutes]) =>
      [...minutes].map(([at, count]) => ({
        sourceId,
        code,
        at: new Date(at),
        ...count,
        exampleAt: new Date(count.exampleAt),
      })),
    ),
  );
  await inParts(rows, (part) =>
    tx
      .insert(ingestRejections)
      .values(part)
      .onConflictDoUpdate({
        target: [ingestRejections.sourceId, ingestRejections.code, ingestRejections.at],
        set: {
          samples: sql`excluded.samples + ${ingestRejections.samples}`,
          requests: sql`excluded.requests + ${ingestRejections.requests}`,
          example: sql`excluded.example`,
          exampleAt: sql`excluded.example_at`,
          sampleAt: sql`excluded.sample_at`,
        },
      }),
  );
}

async function storeTargets(tx: Transaction, stored: Stored): Promise<void> {
  const rows = stored.flatMap(([sourceId, { targets }]) =>
    [...targets].map(([target, { samples, lastSeenAt }]) => {
      const [job, instance] = JSON.parse(target) as [string, string];
      return { sourceId, job, instance, samples, lastSeenAt: new Date(lastSeenAt) };
    }),
  );
  await inParts(rows, (part) =>
    tx
      .insert(ingestTargets)
      .values(part)
      .onConflictDoUpdate({
        target: [ingestTargets.sourceId, ingestTargets.job, ingestTargets.instance],
        set: {
          samples: sql`excluded.samples + ${ingestTargets.samples}`,
          lastSeenAt: sql`greatest(excluded.last_seen_at, ${ingestTargets.lastSeenAt})`,
        },
      }),
  );
}

async function storeSketches(tx: Transaction, stored: Stored, process: string): Promise<void> {
  const rows = stored.flatMap(([sourceId, { sketches }]) =>
    [...sketches].map(([at, registers]) => ({ sourceId, windowAt: new Date(at), process, registers })),
  );
  await inParts(rows, (part) =>
    tx
      .insert(ingestSketches)
      .values(part)
      .onConflictDoUpdate({
        target: [ingestSketches.sourceId, ingestSketches.windowAt, ingestSketches.process],
        // The process keeps the whole sketch of a running window: the newer one holds the older one.
        set: { registers: sql`excluded.registers` },
      }),
  );
}

async function inParts<Row>(
  rows: readonly Row[],
  store: (part: Row[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_MAX)
    // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
    await store(rows.slice(start, start + ROWS_MAX));
}
