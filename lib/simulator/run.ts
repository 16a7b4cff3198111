import { setImmediate as yieldToOthers, setTimeout as delay } from "node:timers/promises";
import { DAY_MS, SECOND_MS, type DurationMs, type UnixMs } from "@/lib/core/time";
import type { SampleBatch } from "@/lib/metrics/store";
import { TICK_MS } from "./constants";
import { COARSE_MS, FINE_AGE_MS, tickMsAt } from "./pace";
import { Recorder } from "./recorder";
import { step, type Inputs } from "./step";
import type { World } from "./world";

/** Ticks between two breaks for the rest of the process: a few milliseconds. Reading all series takes as long as many. */
const TICKS_A_TURN = 25;
const READINGS_A_TURN = 1;

const nextTickAt = ({ clock, pace }: World): UnixMs => clock + tickMsAt(clock, pace);

/** Moves the world on without looking at it. */
export async function skipTo(
  world: World,
  inputs: Inputs,
  until: UnixMs,
  signal: AbortSignal,
): Promise<void> {
  for (let ticks = 0; nextTickAt(world) <= until && !signal.aborted; ticks++) {
    step(world, inputs);
    // oxlint-disable-next-line no-await-in-loop -- a break, not work that could run beside
    if (ticks % TICKS_A_TURN === TICKS_A_TURN - 1) await yieldToOthers();
  }
}

/**
 * How far apart samples lie that are `ageMs` old when they are made: what is long past is looked at over long windows.
 * Every step is a multiple of the tick, so samples of different ages lie on one grid.
 */
export function sampleStepMs(ageMs: DurationMs): DurationMs {
  if (ageMs > DAY_MS) return COARSE_MS;
  if (ageMs > FINE_AGE_MS) return 30 * SECOND_MS;
  if (ageMs > 2 * TICK_MS) return 10 * SECOND_MS;
  return TICK_MS;
}

export interface RecordOptions {
  world: World;
  inputs: Inputs;
  until: UnixMs;
  /** The moment from which ages are counted. */
  now: UnixMs;
  signal: AbortSignal;
  /** Samples a series in one batch, at most. */
  samplesMax: number;
  /** Rests for as long as it worked: for work in the background, which must leave room for what people wait for. */
  background?: boolean;
}

/** A stretch of recorded time: `batch` holds the samples of (from, to]. */
export interface Stretch {
  to: UnixMs;
  batch: SampleBatch;
}

/** Moves the world to `until` and hands out what was seen on the way, batch by batch. Ends early when aborted. */
export async function* record(options: RecordOptions): AsyncGenerator<Stretch> {
  const { world, inputs, until, now, signal, samplesMax, background = false } = options;
  const recorder = new Recorder(world, samplesMax);
  let ticks = 0;
  let readings = 0;
  let pending = false;
  let worked = performance.now();
  while (nextTickAt(world) <= until && !signal.aborted) {
    step(world, inputs);
    if (world.clock % sampleStepMs(now - world.clock) === 0) {
      recorder.sample();
      readings += 1;
      pending = true;
    }
    if (recorder.full) {
      pending = false;
      yield { to: world.clock, batch: recorder.take() };
    }
    ticks += 1;
    if (ticks < TICKS_A_TURN && readings < READINGS_A_TURN) continue;
    ticks = readings = 0;
    /* oxlint-disable no-await-in-loop -- a break, not work that could run beside */
    if (background) await delay(performance.now() - worked);
    else await yieldToOthers();
    /* oxlint-enable no-await-in-loop */
    worked = performance.now();
  }
  if (pending && !signal.aborted) yield { to: world.clock, batch: recorder.take() };
}
