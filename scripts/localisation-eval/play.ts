import type { UnixMs } from "@/lib/core/time";
import type { Metrics } from "@/lib/localisation/read-evidence";
import type { ActiveFault } from "@/lib/simulator/effects";
import { Recorder } from "@/lib/simulator/recorder";
import { step } from "@/lib/simulator/step";
import { buildWorld } from "@/lib/simulator/world";
import { memoryMetrics } from "./memory-metrics";

/**
 * Plays a fresh world from `from` to `to` with one fault, or none, and hands out what its metrics show.
 *
 * @param wanted reads only series of these names.
 */
export function playFault(
  seed: number,
  from: UnixMs,
  to: UnixMs,
  fault: ActiveFault | null,
  wanted: (name: string) => boolean = () => true,
): Metrics {
  const world = buildWorld(seed, 1, from);
  // Ticks are 5 s at least.
  const recorder = new Recorder(world, Math.ceil((to - from) / 5_000) + 1, wanted);
  const inputs = { promotions: [], faults: fault ? [fault] : [] };
  while (world.clock < to) {
    step(world, inputs);
    recorder.sample();
  }
  return memoryMetrics(recorder.take());
}
