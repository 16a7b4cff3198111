import type { Context } from "@/lib/core/context";
import { DAY_MS, HOUR_MS, MINUTE_MS, type RangeMs, type UnixMs } from "@/lib/core/time";
import { announceMetrics } from "@/lib/live/announce-metrics";
import { tickAt } from "./clock";
import {
  DAY_BACKFILL,
  DAY_HOURS,
  HISTORY_BACKFILL,
  HISTORY_DAYS,
  RECENT_BACKFILL,
  RECENT_HOURS,
} from "./constants";
import { readInputs } from "./inputs";
import { simulatedMetadata } from "./metadata";
import { newPatience, type Patience } from "./patience";
import { advanceBackfill, planBackfill, readBackfill } from "./progress";
import { record, skipTo, type Stretch } from "./run";
import type { StoredOrigin } from "./store-world";
import { coarseAt, historyPace } from "./pace";
import { buildWorld, worldSeries, type World } from "./world";

/** The store packs what is older than two hours at once; a batch must not straddle that line. */
const PACKED_AGE_MS = 2 * HOUR_MS + 5 * MINUTE_MS;
/** Samples a series in one batch of what is packed at once, at most: 12 h at two minutes, 3 h at half a minute. */
const PACKED_SAMPLES = 360;
/** And of the rest, which goes through the log: small writes let readers in between. */
const LOGGED_SAMPLES = 120;
/** Samples in one batch, of all series together: 8 MB while it is made, and packed in a breath. */
const BATCH_SAMPLES = 1_000_000;

const samplesFor = (world: World, most: number): number =>
  Math.max(1, Math.min(most, Math.floor(BATCH_SAMPLES / worldSeries(world).length)));

async function write(ctx: Context, patiently: Patience, { batch }: Stretch): Promise<void> {
  const outcome = await patiently(() => ctx.metrics.write(batch));
  const [rejected] = outcome.rejected;
  // A tick that is made again after a crash may differ, when a lease was ended in between: the value that readers have
  // seen stands, and the world goes on.
  if (rejected) console.warn(`simulator: the store kept its own samples. ${rejected.reason}`);
}

/** The world at the beginning of its past, at the pace of that past: the same each time, however often it is played. */
async function worldFrom(ctx: Context, { seed, scale }: Seeded, history: RangeMs): Promise<World> {
  const recent = await readBackfill(ctx.db, RECENT_BACKFILL);
  const liveFrom = recent?.to ?? history.to + DAY_HOURS * HOUR_MS;
  return buildWorld(seed, scale, coarseAt(history.from), historyPace(history.to, liveFrom));
}

interface Seeded {
  seed: number;
  scale: number;
}

/**
 * Moves the world on to `until`, writing what is seen, coarse where it is long past. `onWritten` hears how far the
 * samples are durable.
 */
export async function recordTo(
  ctx: Context,
  world: World,
  until: UnixMs,
  signal: AbortSignal,
  onWritten: (to: UnixMs) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const now = ctx.now();
  const patiently = newPatience(ctx, signal);
  const inputs = await patiently(() => readInputs(ctx.db, { from: world.clock, to: until }));
  const packedTo = Math.min(until, tickAt(now - PACKED_AGE_MS));
  for (const [to, samplesMax] of [
    [packedTo, PACKED_SAMPLES],
    [until, LOGGED_SAMPLES],
  ] as const)
    for await (const stretch of record({
      world,
      inputs,
      until: to,
      now,
      signal,
      samplesMax: samplesFor(world, samplesMax),
    })) {
      await write(ctx, patiently, stretch);
      announceMetrics(ctx.db, stretch.to);
      await patiently(() => onWritten(stretch.to));
    }
}

/**
 * The first start: makes the last hours at once, the product lives from then on.
 *
 * What happened before shapes them (disks fill, queues hold), so the world is played from the very beginning, unseen; 15
 * days take seconds. What lies before is then played once more, seen, in the background: the same seed, clock and inputs
 * give the same world, so both parts fit without a seam, counters included.
 *
 * @returns the world at its last written tick. Begun anew after a crash, it writes the same samples again.
 */
export async function beginWorld(
  ctx: Context,
  seed: number,
  scale: number,
  signal: AbortSignal,
): Promise<World> {
  const now = tickAt(ctx.now());
  const history = await planBackfill(ctx.db, HISTORY_BACKFILL, {
    from: coarseAt(now) - HISTORY_DAYS * DAY_MS,
    to: coarseAt(now) - DAY_HOURS * HOUR_MS,
  });
  const day = await planBackfill(ctx.db, DAY_BACKFILL, {
    from: history.to,
    to: Math.max(history.to, coarseAt(now) - RECENT_HOURS * HOUR_MS),
  });
  await planBackfill(ctx.db, RECENT_BACKFILL, { from: day.to, to: now });
  await newPatience(ctx, signal)(() => ctx.metrics.write({ series: [], metadata: simulatedMetadata() }));
  const world = await worldFrom(ctx, { seed, scale }, history);
  const inputs = await readInputs(ctx.db, { from: history.from, to: day.to });
  await skipTo(world, inputs, day.to, signal);
  await recordTo(ctx, world, now, signal, (to) => advanceBackfill(ctx.db, RECENT_BACKFILL, to));
  return world;
}

/**
 * Plays a world again, unseen, up to where its samples are durable: the same seed and inputs give the same world. After a
 * release that changed how the world behaves, its counters go on from other values than those that were written.
 */
export async function replayWorld(
  ctx: Context,
  { seed, scale, clock }: StoredOrigin,
  signal: AbortSignal,
): Promise<World> {
  const history = await readBackfill(ctx.db, HISTORY_BACKFILL);
  const from = history?.from ?? clock - HISTORY_DAYS * DAY_MS;
  const to = history?.to ?? clock - DAY_HOURS * HOUR_MS;
  const world = await worldFrom(ctx, { seed, scale }, { from, to });
  await skipTo(world, await readInputs(ctx.db, { from, to: clock }), clock, signal);
  return world;
}

/** Fills a stretch of the past where it was left off, or does nothing when it is whole. */
async function fill(
  ctx: Context,
  id: string,
  seeded: Seeded,
  now: UnixMs,
  signal: AbortSignal,
): Promise<void> {
  const [plan, history] = await Promise.all([
    readBackfill(ctx.db, id),
    readBackfill(ctx.db, HISTORY_BACKFILL),
  ]);
  if (!plan || !history || plan.doneAt >= plan.to) return;
  const world = await worldFrom(ctx, seeded, history);
  const inputs = await readInputs(ctx.db, { from: history.from, to: plan.to });
  await skipTo(world, inputs, plan.doneAt, signal);
  const samplesMax = samplesFor(world, PACKED_SAMPLES);
  const patiently = newPatience(ctx, signal);
  const background = true;
  for await (const stretch of record({
    world,
    inputs,
    until: plan.to,
    now,
    signal,
    samplesMax,
    background,
  })) {
    await write(ctx, patiently, stretch);
    await patiently(() => advanceBackfill(ctx.db, id, stretch.to));
  }
  // The last stretch ends at its last sample; the backfill is whole at its end.
  if (!signal.aborted) await advanceBackfill(ctx.db, id, plan.to);
}

/** Fills what lies before the recent past: first what makes a whole day of it, then what is older. */
export async function fillHistory(
  ctx: Context,
  seed: number,
  scale: number,
  signal: AbortSignal,
): Promise<void> {
  const [recent, history] = await Promise.all([
    readBackfill(ctx.db, RECENT_BACKFILL),
    readBackfill(ctx.db, HISTORY_BACKFILL),
  ]);
  if (recent) await fill(ctx, DAY_BACKFILL, { seed, scale }, recent.to, signal);
  if (history) await fill(ctx, HISTORY_BACKFILL, { seed, scale }, history.to + DAY_MS, signal);
}
