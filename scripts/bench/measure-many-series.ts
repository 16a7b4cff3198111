import { SECOND_MS } from "@/lib/core/time";
import type { Engine } from "./engines/engine";
import { sendWell } from "./http-client";
import { sendWrite } from "./measure-ingest";
import { median } from "./percentile";
import { encodeWriteRequest } from "./write-request";

const PER_REQUEST = 5_000;
const SHARDS = 100;

export interface ManySeriesFigures {
  seriesMs: number;
  selectorMs: number;
}

/** Many series of one metric: how long `series` and an instant query take that choose 1 % of them. */
export async function measureManySeries(
  engine: Engine,
  count: number,
  runs: number,
): Promise<ManySeriesFigures> {
  const t = Date.now();
  for (let first = 0; first < count; first += PER_REQUEST) {
    const part = Array.from({ length: Math.min(PER_REQUEST, count - first) }, (_, i) => first + i).map(
      (n) => ({
        labels: { __name__: "bench_many", id: `id-${n}`, shard: `shard-${n % SHARDS}` },
        samples: [[t, n]] as const,
      }),
    );
    // oxlint-disable-next-line no-await-in-loop -- one sender
    await sendWrite(engine, encodeWriteRequest(part));
  }
  const selector = encodeURIComponent('bench_many{shard="shard-7"}');
  const time = t / SECOND_MS;
  const wanted = Math.floor((count - 1 - 7) / SHARDS) + 1;
  const ask = (path: string) => medianOf(`${engine.baseUrl}/api/v1/${path}`, engine.headers, runs, wanted);
  return {
    seriesMs: await ask(`series?match[]=${selector}&start=${time - 60}&end=${time + 60}`),
    selectorMs: await ask(`query?query=${selector}&time=${time}`),
  };
}

async function medianOf(
  url: string,
  headers: Engine["headers"],
  runs: number,
  wanted: number,
): Promise<number> {
  const times: number[] = [];
  while (times.length < runs) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time is what is measured
    const { ms, body } = await sendWell(url, { headers });
    const found = body.toString().split('"shard-7"').length - 1;
    // VictoriaMetrics shows new series a little later.
    if (found === wanted) times.push(ms);
  }
  return median(times);
}
