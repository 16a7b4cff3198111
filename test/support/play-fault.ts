import { SECOND_MS } from "@/lib/core/time";
import { loadWorld, saveWorld } from "@/lib/simulator/world";
import { fault, metricsBehind, MORNING, play } from "./play-world";

const CALM_S = 300;
const FROM = MORNING + CALM_S * SECOND_MS;
const calm = saveWorld(play(MORNING, CALM_S * SECOND_MS, {}, { metrics: new Set() }).world);

export interface PlayedFault {
  /** The single value of a PromQL expression so many seconds after the fault began. @throws Error when there is none. */
  readonly at: (afterS: number, expr: string) => Promise<number>;
}

/**
 * Five calm minutes, then a fault for `lengthS`, then calm until `untilS` after its beginning.
 *
 * @param metrics what the questions read; of everything else nothing is recorded.
 */
export function playFault(
  faultId: string,
  target: string,
  {
    lengthS,
    untilS,
    metrics,
    parameters,
  }: {
    lengthS: number;
    untilS: number;
    metrics: readonly string[];
    parameters?: Record<string, unknown>;
  },
): PlayedFault {
  const played = play(
    FROM,
    untilS * SECOND_MS,
    { faults: [fault(faultId, target, FROM, lengthS * SECOND_MS, parameters)] },
    { world: loadWorld(20, FROM, calm), metrics: metricsBehind(metrics) },
  );
  return {
    at: async (afterS, expr) => {
      const samples = await played.ask(expr, FROM + afterS * SECOND_MS);
      const [only] = samples;
      if (!only || samples.length > 1)
        throw new Error(`${expr} has ${samples.length} values ${afterS} s after the fault began.`);
      return only.v;
    },
  };
}
