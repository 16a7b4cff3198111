import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import type { ObservedSeries } from "@/lib/metrics/ingest/observe-series";
import type { Rejection, RejectionCode } from "@/lib/metrics/ingest/rejection-reasons";
import { emptySketch, mergeSketch, type SeriesSketch } from "@/lib/metrics/ingest/series-sketch";
import type { IngestProtocol, SenderKind } from "./constants";

/** Grain of the rates: fine enough for "now", coarse enough for an upsert every two seconds. */
export const RATE_STEP_MS = 10 * SECOND_MS;
/** A series counts as active while it was in this window or the one before: as long as PromQL's look-back, or twice that. */
export const SKETCH_WINDOW_MS = 5 * MINUTE_MS;
/** Different jobs and instances that one process notes down for a source within an hour. */
const TARGETS_MAX = 200;
const TEXT_LENGTH_MAX = 500;
/** Answered with 429 or 503: the sender keeps its samples and tries again. */
const LATER: ReadonlySet<RejectionCode> = new Set(["rate_limited", "overloaded", "storage_unavailable"]);

export interface Sender {
  kind: SenderKind;
  id: string;
  name: string;
}

/** One request, as the HTTP edge knows it. */
export interface IngestRecord {
  sender: Sender;
  protocol: IngestProtocol;
  /** Samples that are durable now. */
  accepted: number;
  /** Absent when the request was refused as a whole. */
  observed?: ObservedSeries;
  rejected: readonly Rejection[];
  /** Refused as a whole: nothing of it was taken. */
  refused?: boolean;
  /** As received, still packed. */
  bytes: number;
  /** `User-Agent` */
  agent?: string | null;
}

export interface Counts {
  requests: number;
  samples: number;
  rejectedSamples: number;
  refusedRequests: number;
  throttledRequests: number;
}

export interface RejectionCount {
  samples: number;
  requests: number;
  example: string;
  exampleAt: UnixMs;
  /** Time that the example's sample carries, as it was sent; null where the refusal is not about a time. */
  sampleAt: number | null;
}

/** What is not stored yet of one source. */
export interface SourceDelta {
  sender: Sender;
  protocol: IngestProtocol;
  agent: string | null;
  firstSeenAt: UnixMs;
  lastSeenAt: UnixMs;
  lastAcceptedAt: UnixMs | null;
  bytes: number;
  /** By start of their ten seconds. */
  rates: Map<UnixMs, Counts>;
  /** By code, then start of their minute. */
  rejections: Map<RejectionCode, Map<UnixMs, RejectionCount>>;
  /** By job and instance as JSON. */
  targets: Map<string, { samples: number; lastSeenAt: UnixMs }>;
  /** By start of their window. */
  sketches: Map<UnixMs, SeriesSketch>;
}

const startOf = (at: UnixMs, stepMs: number): UnixMs => Math.floor(at / stepMs) * stepMs;
const noCounts = (): Counts => ({
  requests: 0,
  samples: 0,
  rejectedSamples: 0,
  refusedRequests: 0,
  throttledRequests: 0,
});

/**
 * Sums up who sends what until it is stored. Memory is bounded by the number of senders, whatever they send: reasons are a
 * closed list, jobs and texts are cut.
 */
export class IngestLedger {
  #deltas = new Map<string, SourceDelta>();
  /** Whole sketches of the running window: only what is new in them need be stored again. */
  readonly #sketches = new Map<string, { at: UnixMs; sketch: SeriesSketch }>();
  readonly #targets = new Map<string, { hour: UnixMs; known: Set<string> }>();

  get isEmpty(): boolean {
    return this.#deltas.size === 0;
  }

  add(record: IngestRecord, now: UnixMs): void {
    const key = keyOf(record);
    let delta = this.#deltas.get(key);
    if (!delta) {
      delta = emptyDelta(record, now);
      this.#deltas.set(key, delta);
    }
    const rejectedSamples = record.rejected.reduce((sum, { samples }) => sum + samples, 0);
    delta.sender = record.sender;
    delta.agent = record.agent == null ? delta.agent : plainText(record.agent);
    delta.lastSeenAt = now;
    if (record.accepted > 0) delta.lastAcceptedAt = now;
    delta.bytes += record.bytes;
    addCounts(getOrMake(delta.rates, startOf(now, RATE_STEP_MS), noCounts), {
      requests: 1,
      samples: record.accepted,
      rejectedSamples,
      refusedRequests: record.refused ? 1 : 0,
      throttledRequests: record.refused && record.rejected.some(({ code }) => LATER.has(code)) ? 1 : 0,
    });
    for (const rejection of record.rejected) addRejection(delta, record, rejection, now);
    if (record.observed) this.#observe(key, delta, record.observed, now);
  }

  /** Hands out what is not stored yet and begins anew. */
  take(): Map<string, SourceDelta> {
    const taken = this.#deltas;
    this.#deltas = new Map();
    return taken;
  }

  /** Puts back what could not be stored, under what came since. */
  putBack(taken: ReadonlyMap<string, SourceDelta>): void {
    for (const [key, older] of taken) {
      const newer = this.#deltas.get(key);
      if (newer) mergeOlder(newer, older);
      else this.#deltas.set(key, older);
    }
  }

  #observe(key: string, delta: SourceDelta, { sketch, targets }: ObservedSeries, now: UnixMs): void {
    const at = startOf(now, SKETCH_WINDOW_MS);
    let running = this.#sketches.get(key);
    if (running?.at !== at) {
      running = { at, sketch: emptySketch() };
      this.#sketches.set(key, running);
    }
    if (mergeSketch(running.sketch, sketch)) delta.sketches.set(at, running.sketch);
    const hour = startOf(now, HOUR_MS);
    let admitted = this.#targets.get(key);
    if (admitted?.hour !== hour) {
      admitted = { hour, known: new Set() };
      this.#targets.set(key, admitted);
    }
    for (const { job, instance, samples } of targets) {
      const target = JSON.stringify([plainText(job), plainText(instance)]);
      if (!admitted.known.has(target)) {
        if (admitted.known.size >= TARGETS_MAX) continue;
        admitted.known.add(target);
      }
      const seen = getOrMake(delta.targets, target, () => ({ samples: 0, lastSeenAt: now }));
      seen.samples += samples;
      seen.lastSeenAt = now;
    }
  }
}

const keyOf = ({ sender, protocol }: IngestRecord): string =>
  JSON.stringify([sender.kind, sender.id, protocol]);

const emptyDelta = ({ sender, protocol }: IngestRecord, now: UnixMs): SourceDelta => ({
  sender,
  protocol,
  agent: null,
  firstSeenAt: now,
  lastSeenAt: now,
  lastAcceptedAt: null,
  bytes: 0,
  rates: new Map(),
  rejections: new Map(),
  targets: new Map(),
  sketches: new Map(),
});

function addRejection(
  delta: SourceDelta,
  { refused }: IngestRecord,
  { code, samples, example, at }: Rejection,
  now: UnixMs,
): void {
  const byMinute = getOrMake(delta.rejections, code, () => new Map<UnixMs, RejectionCount>());
  const count = getOrMake(byMinute, startOf(now, MINUTE_MS), () => ({
    samples: 0,
    requests: 0,
    example: "",
    exampleAt: now,
    sampleAt: null,
  }));
  count.samples += samples;
  count.requests += refused ? 1 : 0;
  count.example = plainText(example);
  count.exampleAt = now;
  count.sampleAt = at ?? null;
}

function mergeOlder(newer: SourceDelta, older: SourceDelta): void {
  newer.firstSeenAt = older.firstSeenAt;
  newer.agent ??= older.agent;
  newer.lastAcceptedAt ??= older.lastAcceptedAt;
  newer.bytes += older.bytes;
  for (const [at, counts] of older.rates) addCounts(getOrMake(newer.rates, at, noCounts), counts);
  for (const [code, minutes] of older.rejections) {
    const byMinute = getOrMake(newer.rejections, code, () => new Map<UnixMs, RejectionCount>());
    for (const [at, count] of minutes) {
      const same = byMinute.get(at);
      if (same) {
        same.samples += count.samples;
        same.requests += count.requests;
      } else byMinute.set(at, count);
    }
  }
  for (const [target, { samples, lastSeenAt }] of older.targets)
    getOrMake(newer.targets, target, () => ({ samples: 0, lastSeenAt })).samples += samples;
  for (const [at, sketch] of older.sketches) mergeSketch(getOrMake(newer.sketches, at, emptySketch), sketch);
}

function addCounts(to: Counts, more: Counts): void {
  for (const name of Object.keys(more) as (keyof Counts)[]) to[name] += more[name];
}

/** PostgreSQL's text has no U+0000 and no halves of a surrogate pair; both can be in a label. */
const plainText = (text: string): string =>
  text.slice(0, TEXT_LENGTH_MAX).toWellFormed().replaceAll("\u0000", "\uFFFD");

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
