import { LimitError } from "@/lib/core/errors";
import { LABELS_MAX } from "@/lib/metrics/constants";
import type { Labels, MetricMetadata, MetricType, SeriesSamples } from "@/lib/metrics/store";
import type { Fault } from "./rejection-reasons";
import { SampleBuffer } from "./sample-buffer";
import { ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from "./protobuf-reader";

const field = (number: number, wire: number) => (number << 3) | wire;

/** @see https://github.com/prometheus/prometheus/blob/v2.42.0/prompb/remote.proto and types.proto */
const REQUEST = { timeseries: field(1, WIRE_BYTES), metadata: field(3, WIRE_BYTES) };
const SERIES = { label: field(1, WIRE_BYTES), sample: field(2, WIRE_BYTES), histogram: field(4, WIRE_BYTES) };
const LABEL = { name: field(1, WIRE_BYTES), value: field(2, WIRE_BYTES) };
const SAMPLE = { value: field(1, WIRE_FIXED64), timestamp: field(2, WIRE_VARINT) };
const METADATA = {
  type: field(1, WIRE_VARINT),
  metric: field(2, WIRE_BYTES),
  help: field(4, WIRE_BYTES),
  unit: field(5, WIRE_BYTES),
};
/** `MetricMetadata.MetricType` by number; the kinds that the store does not tell apart are gauges. */
const METRIC_TYPE: readonly MetricType[] = [
  "unknown",
  "counter",
  "gauge",
  "histogram",
  "histogram",
  "summary",
  "gauge",
  "gauge",
];

const NATIVE_HISTOGRAM: Fault = { code: "native_histogram", text: "native histograms are not supported" };
const NOT_UTF8: Fault = { code: "text_not_utf8", text: "a label is not valid UTF-8" };

export interface DecodedSeries extends SeriesSamples {
  /** Native histograms, which are refused. */
  histograms: number;
  /** Why the series cannot be taken, or null. */
  fault: Fault | null;
}

export interface DecodedRequest {
  series: DecodedSeries[];
  metadata: MetricMetadata[];
}

interface KnownLabels {
  /** Their bytes, as latin1. */
  key: string;
  labels: Labels;
  fault: Fault | null;
  /** What came after it the last time: senders repeat their series in one order, and comparing is cheaper than looking up. */
  next: KnownLabels | undefined;
}

/** Label sets that are remembered by their bytes. A sender repeats the same ones with each request. */
const KNOWN_MAX = 200_000;
/** Bytes of them: 250 each on average. What they stand for takes some three times as much. */
const KNOWN_BYTES_MAX = 48 * 1024 * 1024;
/**
 * Series and metadata of one request, and its samples. Senders put thousands into one; without bounds 64 MiB of empty
 * messages, two bytes each, would become gigabytes of objects.
 */
const PARTS_MAX = 250_000;
const SAMPLES_MAX = 2_000_000;
const TOO_MANY_LABELS: Fault = { code: "labels_too_many", text: `it has more than ${LABELS_MAX} labels` };

/** Turns the bytes of remote-write requests into batches. Keep one: it knows the label sets that it has seen. */
export class WriteRequestDecoder {
  /** By key. The same object each time, so that the store knows it at once. */
  #known = new Map<string, KnownLabels>();
  #knownBytes = 0;
  #last: KnownLabels | undefined;
  // A byte order mark is a character like others: without it two label sets would become one.
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  /** @throws InvalidError with the byte when the message is malformed; LimitError when it has too many parts. */
  decode(message: Uint8Array): DecodedRequest {
    this.#trim();
    const reader = new ProtobufReader(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
    const request: DecodedRequest = { series: [], metadata: [] };
    const samples = new SampleBuffer();
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      if (request.series.length + request.metadata.length >= PARTS_MAX)
        throw new LimitError(`The request has more than ${PARTS_MAX} series; send smaller ones.`, {
          place: "body",
        });
      if (tag === REQUEST.timeseries)
        request.series.push(this.#within(reader, () => this.#series(reader, samples)));
      else if (tag === REQUEST.metadata)
        request.metadata.push(this.#within(reader, () => this.#metadata(reader)));
      else reader.skip(tag);
    }
    return request;
  }

  /** Not while a request is read: its equal label sets must stay one object. */
  #trim(): void {
    if (this.#known.size < KNOWN_MAX && this.#knownBytes < KNOWN_BYTES_MAX) return;
    this.#known = new Map();
    this.#last = undefined;
    this.#knownBytes = 0;
  }

  #within<T>(reader: ProtobufReader, read: () => T): T {
    const outer = reader.end;
    reader.end = reader.enter();
    const value = read();
    reader.end = outer;
    return value;
  }

  #series(reader: ProtobufReader, samples: SampleBuffer): DecodedSeries {
    const firstSample = samples.length;
    let histograms = 0;
    let labels = 0;
    let labelsStart = -1;
    let labelsEnd = -1;
    for (;;) {
      const start = reader.position;
      const tag = reader.tag();
      if (tag === 0) break;
      if (tag === SERIES.sample) {
        if (samples.length >= SAMPLES_MAX)
          throw new LimitError(`The request has more than ${SAMPLES_MAX} samples; send smaller ones.`, {
            place: "body",
          });
        const outer = reader.end;
        reader.end = reader.enter();
        if (!reader.plainSample(samples)) this.#sample(reader, samples);
        reader.end = outer;
      } else if (tag === SERIES.label) {
        if (labelsStart < 0) labelsStart = start;
        const end = reader.enter();
        labels++;
        if (labels <= LABELS_MAX) labelsEnd = end;
        reader.position = end;
      } else {
        if (tag === SERIES.histogram) histograms++;
        reader.skip(tag);
      }
    }
    const known = this.#labels(reader, labelsStart, labelsEnd);
    const fault = labels > LABELS_MAX ? TOO_MANY_LABELS : known.fault;
    return {
      labels: known.labels,
      ...samples.slice(firstSample, samples.length),
      histograms,
      fault: fault ?? (histograms > 0 ? NATIVE_HISTOGRAM : null),
    };
  }

  #sample(reader: ProtobufReader, samples: SampleBuffer): void {
    // Proto3 leaves out what is zero.
    let [value, timestamp] = [0, 0];
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      if (tag === SAMPLE.value) value = reader.double();
      else if (tag === SAMPLE.timestamp) timestamp = reader.int64();
      else reader.skip(tag);
    }
    samples.push(timestamp, value);
  }

  /**
   * Labels by their bytes, from the first tag on, so that lengths are part of it: otherwise one label could pass for two.
   * Samples between labels would make a key that is never met again, not a wrong one.
   */
  #labels(reader: ProtobufReader, start: number, end: number): KnownLabels {
    const expected = this.#last?.next;
    if (expected && reader.isLatin1(expected.key, start, end)) return (this.#last = expected);
    const key = start < 0 ? "" : reader.latin1(start, end);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { key, ...this.#readLabels(reader, start, end), next: undefined };
      // A label set with a fault is not worth it: its sender should not repeat it.
      if (known.fault !== null) return known;
      this.#known.set(key, known);
      this.#knownBytes += key.length;
    }
    if (this.#last) this.#last.next = known;
    return (this.#last = known);
  }

  #readLabels(reader: ProtobufReader, start: number, end: number): Pick<KnownLabels, "labels" | "fault"> {
    const entries: [string, string][] = [];
    let fault: Fault | null = null;
    const [position, outer] = [reader.position, reader.end];
    reader.position = Math.max(start, 0);
    while (reader.position < end) {
      reader.end = outer;
      const fieldTag = reader.tag();
      if (fieldTag !== SERIES.label) {
        reader.skip(fieldTag);
        continue;
      }
      reader.end = reader.enter();
      let [name, value] = ["", ""];
      for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
        if (tag !== LABEL.name && tag !== LABEL.value) {
          reader.skip(tag);
          continue;
        }
        const text = this.#text(reader);
        if (text === null) fault ??= NOT_UTF8;
        else if (tag === LABEL.name) name = text;
        else value = text;
      }
      fault ??= findOrderFault(entries.at(-1)?.[0], name, value);
      entries.push([name, value]);
    }
    [reader.position, reader.end] = [position, outer];
    return { labels: Object.fromEntries(entries), fault };
  }

  #text(reader: ProtobufReader): string | null {
    const bytes = reader.bytes();
    try {
      return this.#utf8.decode(bytes);
    } catch {
      return null; // The only failure of a fatal decoder: the bytes are not UTF-8.
    }
  }

  #metadata(reader: ProtobufReader): MetricMetadata {
    const metadata: MetricMetadata = { metric: "", type: "unknown", help: "", unit: "" };
    for (let tag = reader.tag(); tag !== 0; tag = reader.tag()) {
      if (tag === METADATA.type) metadata.type = METRIC_TYPE[reader.uint()] ?? "unknown";
      else if (tag === METADATA.metric) metadata.metric = this.#text(reader) ?? "";
      else if (tag === METADATA.help) metadata.help = this.#text(reader) ?? "";
      else if (tag === METADATA.unit) metadata.unit = this.#text(reader) ?? "";
      else reader.skip(tag);
    }
    return metadata;
  }
}

/** @see https://prometheus.io/docs/specs/remote_write_spec/ "Labels": sorted, no repetition, no empty names or values. */
function findOrderFault(before: string | undefined, name: string, value: string): Fault | null {
  if (name === "") return { code: "label_name_missing", text: "a label has no name" };
  if (value === "") return { code: "label_value_empty", text: `the label ${name} is empty` };
  if (before === undefined || before < name) return null;
  if (before === name) return { code: "label_duplicate", text: `the label ${name} is there twice` };
  return { code: "labels_not_sorted", text: "its labels are not sorted" };
}
