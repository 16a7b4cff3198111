import { setTimeout as delay } from "node:timers/promises";
import { SECOND_MS, type RangeMs } from "@/lib/core/time";
import { parseAnswer } from "./compare-answers";
import { makeSeries } from "./data-set";
import type { Engine } from "./engines/engine";
import { sendWell } from "./http-client";
import { sendWrite } from "./measure-ingest";
import { measureClients } from "./measure-queries";
import { median, percentile } from "./percentile";
import { encodeWriteRequest } from "./write-request";

/** Instances are scraped one after the other, not all at the same moment: a tenth of them each tenth of a second. */
const PARTS = 10;
const PROBE_PERIOD_MS = 100;

export interface LiveFigures {
  ageMsP50: number;
  ageMsP95: number;
  /** Sent in all. */
  samples: number;
  /** What was really sent; below 3,000 the engine or the machine did not keep up. */
  samplesPerS: number;
}

/** One sample a second for each series while one client queries; how old the newest sample is that a query sees. */
export async function measureLive(engine: Engine, data: RangeMs, seconds: number): Promise<LiveFigures> {
  const startedAt = performance.now();
  const until = startedAt + seconds * SECOND_MS;
  const isOver = () => performance.now() >= until;
  const ages: number[] = [];
  let sent = 0;
  const write = async () => {
    const series = makeSeries();
    const size = series.length / PARTS;
    for (let k = 0; !isOver(); k++) {
      const t = Date.now();
      const part = series.slice((k % PARTS) * size, ((k % PARTS) + 1) * size);
      // oxlint-disable-next-line no-await-in-loop -- a sender keeps the order of its samples
      await sendWrite(
        engine,
        encodeWriteRequest(part.map(({ labels, advance }) => ({ labels, samples: [[t, advance()]] }))),
      );
      sent += size;
      // oxlint-disable-next-line no-await-in-loop
      await delay(Math.max(0, startedAt + ((k + 1) * SECOND_MS) / PARTS - performance.now()));
    }
  };
  const probe = async () => {
    // The first samples must be there.
    await delay(2 * SECOND_MS);
    while (!isOver()) {
      // oxlint-disable-next-line no-await-in-loop -- one probe after the other
      ages.push(await probeAge(engine));
      // oxlint-disable-next-line no-await-in-loop
      await delay(PROBE_PERIOD_MS);
    }
  };
  await Promise.all([write(), probe(), measureClients(engine, data, { clients: 1, seconds })]);
  return {
    ageMsP50: median(ages),
    ageMsP95: percentile(ages, 0.95),
    samples: sent,
    samplesPerS: (sent * SECOND_MS) / (performance.now() - startedAt),
  };
}

/** When the answer is here, how old its newest sample is. */
async function probeAge({ baseUrl, headers }: Engine): Promise<number> {
  const query = encodeURIComponent("max(timestamp(bench_requests_total))");
  const url = `${baseUrl}/api/v1/query?query=${query}&time=${Date.now() / SECOND_MS}`;
  const { body } = await sendWell(url, { headers });
  const [points] = parseAnswer(body.toString()).values();
  const [newest] = points?.values() ?? [];
  return newest === undefined ? Infinity : Date.now() - newest * SECOND_MS;
}
