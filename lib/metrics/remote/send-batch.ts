import type { Dialect } from "@/lib/promql/dialect";
import { InvalidError } from "@/lib/core/errors";
import { rejection } from "@/lib/metrics/ingest/rejection";
import type { RejectedSeries, SampleBatch, WriteOptions, WriteOutcome } from "@/lib/metrics/store";
import { admitBatch, cutBatch, type Piece } from "./cut-batch";

/** Extra requests that one refused request may cost to find its bad series: 64 find several among a thousand. Our choice. */
const SEARCH_REQUESTS_MAX = 64;

/**
 * Sends a request. Prometheus takes none of a request that holds one bad series (`storage/remote/write_handler.go` of
 * 2.42 rolls back): so a refused one is halved until the bad series stand alone, and the good ones are kept.
 */
async function sendRequest(
  pieces: readonly Piece[],
  send: (pieces: readonly Piece[]) => Promise<void>,
): Promise<{ accepted: number; rejected: RejectedSeries[] }> {
  const rejected: RejectedSeries[] = [];
  const waiting: (readonly Piece[])[] = [pieces];
  let accepted = 0;
  let requests = 0;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    try {
      requests++;
      // oxlint-disable-next-line no-await-in-loop -- samples of a series must arrive in order
      await send(part);
      accepted += part.reduce((sum, { t }) => sum + t.length, 0);
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      if (part.length > 1 && requests <= SEARCH_REQUESTS_MAX) {
        const middle = part.length >>> 1;
        waiting.push(part.slice(middle), part.slice(0, middle));
        continue;
      }
      for (const { index, labels, t } of part)
        rejected.push(rejection(index, labels, { code: "engine_refused", text: error.message }, t.length));
    }
  }
  return { accepted, rejected };
}

/** Several refusals of one series are one. */
function mergeByIndex(rejected: readonly RejectedSeries[]): RejectedSeries[] {
  const byIndex = new Map<number, RejectedSeries>();
  for (const one of rejected) {
    const known = byIndex.get(one.index);
    byIndex.set(one.index, known ? { ...known, samples: known.samples + one.samples } : one);
  }
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

/** Sends a batch in requests of a bounded size, one after the other. `send` throws InvalidError when the engine refuses. */
export async function sendBatch(
  batch: SampleBatch,
  options: WriteOptions & { dialect: Dialect },
  send: (pieces: readonly Piece[]) => Promise<void>,
): Promise<WriteOutcome> {
  const { pieces, rejected } = admitBatch(batch, options);
  let accepted = 0;
  for (const request of cutBatch(pieces)) {
    // oxlint-disable-next-line no-await-in-loop -- samples of a series must arrive in order
    const outcome = await sendRequest(request, send);
    accepted += outcome.accepted;
    rejected.push(...outcome.rejected);
  }
  return { accepted, rejected: mergeByIndex(rejected) };
}
