import type { Engine } from "./engines/engine";
import type { History } from "./history";
import { measureIngest } from "./measure-ingest";
import { measureLive, type LiveFigures } from "./measure-live";
import { measureManySeries, type ManySeriesFigures } from "./measure-many-series";
import { measureClients, measureQueries, untilVisible, type QueryFigures } from "./measure-queries";
import type { BenchOptions } from "./options";
import { watchLoop } from "./watch-loop";
import { watchMemory } from "./watch-memory";

export interface Figures {
  samplesPerS: number;
  queries: QueryFigures[];
  queriesPerS: number;
  live: LiveFigures;
  bytesPerSample: number;
  memoryBytes: number;
  loopDelayMs: number | null;
  many: ManySeriesFigures | null;
}

/** The whole course of one engine. */
export async function measureEngine(
  engine: Engine,
  history: History,
  options: BenchOptions,
): Promise<Figures> {
  const loop = await watchLoop(engine);
  const memory = watchMemory(engine);
  try {
    const samplesPerS = await measureIngest(engine, history);
    await untilVisible(engine, history.range);
    const queries = await measureQueries(engine, history.range, options.runs);
    const queriesPerS = await measureClients(engine, history.range, options);
    const live = await measureLive(engine, history.range, options.seconds);
    const memoryBytes = await memory();
    const loopDelayMs = await loop();
    const stored = history.samples + live.samples;
    const bytesPerSample = (await engine.compactedBytes()) / stored;
    const count = options["many-series"];
    const many = count === 0 ? null : await measureManySeries(engine, count, options.runs);
    return { samplesPerS, queries, queriesPerS, live, bytesPerSample, memoryBytes, loopDelayMs, many };
  } finally {
    await memory();
    await loop();
  }
}
