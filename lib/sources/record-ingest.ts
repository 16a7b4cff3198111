import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Context } from "@/lib/core/context";
import { processSingleton } from "@/lib/core/once";
import { SECOND_MS } from "@/lib/core/time";
import { announceSources } from "@/lib/live/announce-sources";
import type { ObservedSeries } from "@/lib/metrics/ingest/observe-series";
import type { InternalSender } from "./constants";
import { IngestLedger, type IngestRecord } from "./ledger";
import { storeLedger } from "./store-ledger";

/** What a crash may lose of the statistics, and how fresh the page is. Never of samples. Our choice. */
const STORE_AFTER_MS = 2 * SECOND_MS;
/** After a fault of the database. */
const AGAIN_AFTER_MS = 10 * SECOND_MS;

interface Recorder {
  ledger: IngestLedger;
  process: string;
  timer: NodeJS.Timeout | undefined;
}

const recorders = processSingleton("ingest-recorders", () => new WeakMap<Database, Recorder>());

function recorderOf(db: Database): Recorder {
  let recorder = recorders().get(db);
  if (!recorder) {
    recorder = { ledger: new IngestLedger(), process: randomUUID(), timer: undefined };
    recorders().set(db, recorder);
  }
  return recorder;
}

type Edge = Pick<Context, "db" | "now">;

/** Notes down a request that brought metrics, whatever became of it. Costs no waiting: it is stored a moment later. */
export function recordIngest(
  { actor, db, now }: Edge & Pick<Context, "actor">,
  request: Omit<IngestRecord, "sender">,
): void {
  record({ db, now }, { ...request, sender: { kind: actor.kind, id: actor.id, name: actor.name } });
}

/** The same for a part of the product that writes metrics itself. */
export function recordInternalIngest(
  edge: Edge,
  sender: InternalSender,
  { accepted, observed }: { accepted: number; observed: ObservedSeries },
): void {
  record(edge, {
    sender: { kind: "system", id: sender, name: sender },
    protocol: "internal",
    accepted,
    observed,
    rejected: [],
    bytes: 0,
  });
}

function record({ db, now }: Edge, entry: IngestRecord): void {
  const recorder = recorderOf(db);
  recorder.ledger.add(entry, now());
  recorder.timer ??= storeLater(db, now, recorder, STORE_AFTER_MS);
}

function storeLater(db: Database, now: () => number, recorder: Recorder, waitMs: number): NodeJS.Timeout {
  return setTimeout(() => {
    storeIngest({ db, now }).catch(() => {
      recorder.timer ??= storeLater(db, now, recorder, AGAIN_AFTER_MS);
    });
  }, waitMs).unref();
}

/**
 * Stores at once what was noted down in this process.
 *
 * @throws what the database throws; nothing is forgotten then.
 */
export async function storeIngest({ db, now }: Edge): Promise<void> {
  const recorder = recorderOf(db);
  clearTimeout(recorder.timer);
  recorder.timer = undefined;
  if (recorder.ledger.isEmpty) return;
  const taken = recorder.ledger.take();
  try {
    await storeLedger(db, taken, recorder.process);
  } catch (error) {
    recorder.ledger.putBack(taken);
    throw error;
  }
  await announceSources(db, now());
}
