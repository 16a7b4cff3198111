import { setTimeout as delay } from "node:timers/promises";
import { SECOND_MS, type RangeMs } from "@/lib/core/time";
import { parseAnswer, type ParsedAnswer } from "./compare-answers";
import { INSTANCES } from "./data-set";
import type { Engine } from "./engines/engine";
import { sendWell } from "./http-client";
import { median, percentile } from "./percentile";
import { QUERIES, queryUrl } from "./queries";

const WARM_UPS = 3;
/** How long an engine may take to show what it took. */
const VISIBLE_WITHIN_MS = 30_000;

export interface QueryFigures {
  p50Ms: number;
  p95Ms: number;
  answer: ParsedAnswer;
}

/**
 * Waits until the newest sample of every instance is seen: VictoriaMetrics shows samples up to a second late, those of one
 * connection before those of another, and its cache would keep what a query missed.
 */
export async function untilVisible({ baseUrl, headers }: Engine, data: RangeMs): Promise<void> {
  const newest = data.to / SECOND_MS;
  const complete = {
    name: "complete",
    expression: `count(timestamp(bench_temperature_celsius) == ${newest})`,
  };
  const deadline = performance.now() + VISIBLE_WITHIN_MS;
  while (performance.now() < deadline) {
    // oxlint-disable-next-line no-await-in-loop -- polling is a sequence
    const { body } = await sendWell(queryUrl(baseUrl, complete, data), { headers });
    const [points] = parseAnswer(body.toString()).values();
    if (points?.get(newest) === INSTANCES) return;
    // oxlint-disable-next-line no-await-in-loop
    await delay(200);
  }
  throw new Error("The newest samples were not seen.");
}

/** Asks each query `runs` times, one request at a time. */
export async function measureQueries(
  { baseUrl, headers }: Engine,
  data: RangeMs,
  runs: number,
): Promise<QueryFigures[]> {
  const figures: QueryFigures[] = [];
  for (const query of QUERIES) {
    const url = queryUrl(baseUrl, query, data);
    const times: number[] = [];
    let last = "";
    for (let run = -WARM_UPS; run < runs; run++) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time is what is measured
      const { ms, body } = await sendWell(url, { headers });
      if (run >= 0) times.push(ms);
      if (run === runs - 1) last = body.toString();
    }
    figures.push({ p50Ms: median(times), p95Ms: percentile(times, 0.95), answer: parseAnswer(last) });
  }
  return figures;
}

/** `clients` ask the queries in turn, each beginning elsewhere. @returns queries per second */
export async function measureClients(
  { baseUrl, headers }: Engine,
  data: RangeMs,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<number> {
  const urls = QUERIES.map((query) => queryUrl(baseUrl, query, data));
  const startedAt = performance.now();
  const until = startedAt + seconds * SECOND_MS;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = client; performance.now() < until; turn++) {
        // oxlint-disable-next-line no-await-in-loop -- a client waits for its answer
        await sendWell(urls[turn % urls.length] ?? "", { headers });
        done++;
      }
    }),
  );
  return (done * SECOND_MS) / (performance.now() - startedAt);
}
