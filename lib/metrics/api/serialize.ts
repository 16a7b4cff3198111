import { setImmediate as nextTurn } from "node:timers/promises";
import type { UnixMs } from "@/lib/core/time";
import type { Labels, Matrix, QueryAnnotations, QueryValue } from "@/lib/metrics/store";
import { canonicalLabels } from "@/lib/metrics/labels";
import { formatGoFloat } from "@/lib/promql/go-float";
import { JsonBytes } from "./json-bytes";
import { NUMBER_BYTES_MAX, putTimestamp, putValue } from "./put-number";

const [OPEN, CLOSE, COMMA, QUOTE] = ["[", "]", ",", '"'].map((char) => char.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];
/** Longest stretch of work between two turns of the event loop, as in `lib/promql/engine/budget.ts`. */
const TURN_MS = 8;
/** `,[time,"value"]` */
const PAIR_BYTES_MAX = 2 * NUMBER_BYTES_MAX + 6;

/** Label sets are shared objects of the store: their text is made once. */
const labelTexts = new WeakMap<Labels, string>();

function labelsJson(labels: Labels): string {
  const known = labelTexts.get(labels);
  if (known !== undefined) return known;
  const text = canonicalLabels(labels);
  labelTexts.set(labels, text);
  return text;
}

/** Writes `[time,"value"]` where there is room. @returns the place behind it */
function putPair(out: Uint8Array, start: number, t: UnixMs, v: number): number {
  let at = start;
  out[at++] = OPEN;
  at = putTimestamp(out, at, t);
  out[at++] = COMMA;
  out[at++] = QUOTE;
  at = putValue(out, at, v);
  out[at++] = QUOTE;
  out[at++] = CLOSE;
  return at;
}

function pair(json: JsonBytes, t: UnixMs, v: number): void {
  json.room(PAIR_BYTES_MAX);
  json.at = putPair(json.bytes, json.at, t, v);
}

function values(json: JsonBytes, t: Float64Array, v: Float64Array): void {
  json.room(t.length * PAIR_BYTES_MAX);
  const { bytes } = json;
  let { at } = json;
  for (let i = 0; i < t.length; i++) {
    if (i > 0) bytes[at++] = COMMA;
    at = putPair(bytes, at, t[i] as number, v[i] as number); // Safe because i is below both lengths.
  }
  json.at = at;
}

async function matrix(json: JsonBytes, series: Matrix, signal: AbortSignal | undefined): Promise<void> {
  let separator = "";
  let turnEnds = performance.now() + TURN_MS;
  for (const { labels, t, v } of series) {
    if (performance.now() >= turnEnds) {
      // oxlint-disable-next-line no-await-in-loop -- turn after turn
      await nextTurn();
      signal?.throwIfAborted();
      turnEnds = performance.now() + TURN_MS;
    }
    json.text(`${separator}{"metric":${labelsJson(labels)},"values":[`);
    values(json, t, v);
    json.text("]}");
    separator = ",";
  }
}

/** The `data` of a query's answer. */
async function data(json: JsonBytes, value: QueryValue, signal: AbortSignal | undefined): Promise<void> {
  json.text(`{"resultType":"${value.type}","result":`);
  switch (value.type) {
    case "scalar":
      // Of a scalar Prometheus writes all digits, whatever its size: `promql/value.go`, Scalar.MarshalJSON.
      json.text("[");
      json.room(NUMBER_BYTES_MAX);
      json.at = putTimestamp(json.bytes, json.at, value.t);
      json.text(`,"${formatGoFloat(value.v)}"]`);
      break;
    case "string":
      json.text("[");
      json.room(NUMBER_BYTES_MAX);
      json.at = putTimestamp(json.bytes, json.at, value.t);
      json.text(`,${JSON.stringify(value.v)}]`);
      break;
    case "vector": {
      json.text("[");
      let separator = "";
      for (const { labels, t, v } of value.samples) {
        json.text(`${separator}{"metric":${labelsJson(labels)},"value":`);
        pair(json, t, v);
        json.text("}");
        separator = ",";
      }
      json.text("]");
      break;
    }
    default:
      json.text("[");
      await matrix(json, value.series, signal);
      json.text("]");
  }
  json.text("}");
}

/**
 * The whole answer to a query, as JSON in UTF-8. Objects or text in between would cost many times as much. Lets other
 * queries run between the series of a big one.
 *
 * @throws the signal's reason when it is aborted.
 */
export async function queryAnswerJson(
  value: QueryValue,
  { warnings, infos }: QueryAnnotations = { warnings: [], infos: [] },
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const json = new JsonBytes();
  json.text('{"status":"success","data":');
  await data(json, value, signal);
  if (warnings.length > 0) json.text(`,"warnings":${JSON.stringify(warnings)}`);
  if (infos.length > 0) json.text(`,"infos":${JSON.stringify(infos)}`);
  json.text("}");
  return json.done();
}
