import { HOUR_MS, type RangeMs } from "@/lib/core/time";
import { makeSeries, SERIES, STEP_MS, type BenchSeries } from "./data-set";
import { encodeWriteRequest } from "./write-request";

export const CONNECTIONS = 2;
const SAMPLES_PER_REQUEST = 7_500;
const SERIES_PER_CONNECTION = SERIES / CONNECTIONS;
const STEPS_PER_REQUEST = SAMPLES_PER_REQUEST / SERIES_PER_CONNECTION;
const FULL_MS = 6 * HOUR_MS;

export interface History {
  range: RangeMs;
  samples: number;
  /** Requests in order, for each connection. */
  queues: Uint8Array[][];
}

function encodeStep(series: readonly BenchSeries[], from: number): Uint8Array {
  return encodeWriteRequest(
    series.map(({ labels, advance }) => ({
      labels,
      samples: Array.from({ length: STEPS_PER_REQUEST }, (_, i) => [from + i * STEP_MS, advance()] as const),
    })),
  );
}

/** All requests, encoded beforehand: every engine gets the same bytes, and the sender is not what is measured. */
export function encodeHistory(scale: number, end: number): History {
  const requests = Math.max(1, Math.round((FULL_MS * scale) / STEP_MS / STEPS_PER_REQUEST));
  const steps = requests * STEPS_PER_REQUEST;
  const to = Math.floor(end / STEP_MS) * STEP_MS;
  const from = to - (steps - 1) * STEP_MS;
  const all = makeSeries();
  const queues = Array.from({ length: CONNECTIONS }, (_, connection) => {
    const part = all.slice(connection * SERIES_PER_CONNECTION, (connection + 1) * SERIES_PER_CONNECTION);
    return Array.from({ length: requests }, (_, k) =>
      encodeStep(part, from + k * STEPS_PER_REQUEST * STEP_MS),
    );
  });
  return { range: { from, to }, samples: steps * SERIES, queues };
}
