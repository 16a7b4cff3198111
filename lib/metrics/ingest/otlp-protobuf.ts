import {
  PartBudget,
  toMs,
  VALUE_DEPTH_MAX,
  type HistogramPoint,
  type NumberPoint,
  type OtlpAttribute,
  type OtlpData,
  type OtlpMetric,
  type OtlpResource,
  type OtlpScope,
  type SummaryPoint,
} from "./otlp-model";
import { OtlpMap, valueText, type OtlpValue } from "./otlp-value-text";
import { ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from "./protobuf-reader";

const bytes = (number: number) => (number << 3) | WIRE_BYTES;
const fixed64 = (number: number) => (number << 3) | WIRE_FIXED64;
const varint = (number: number) => (number << 3) | WIRE_VARINT;

/** What to do with each field, by its tag. Others are skipped, as protobuf wants it. */
type Fields = Readonly<Record<number, () => void>>;

/**
 * Reads the protobuf encoding of an `ExportMetricsServiceRequest`.
 *
 * @throws InvalidError with the byte when the message is malformed; LimitError when it has too many parts.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
export function decodeOtlpProtobuf(message: Uint8Array): OtlpResource[] {
  return new Decoder(message).request();
}

class Decoder {
  readonly #reader: ProtobufReader;
  readonly #budget = new PartBudget();
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(message: Uint8Array) {
    this.#reader = new ProtobufReader(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
  }

  request(): OtlpResource[] {
    const resources: OtlpResource[] = [];
    this.#fields({ [bytes(1)]: () => resources.push(this.#resourceMetrics()) });
    return resources;
  }

  #resourceMetrics(): OtlpResource {
    const attributes: OtlpAttribute[] = [];
    const scopes: OtlpScope[] = [];
    const resource: Fields = { [bytes(1)]: () => attributes.push(this.#attribute()) };
    this.#message({
      [bytes(1)]: () => this.#message(resource),
      [bytes(2)]: () => scopes.push(this.#scopeMetrics()),
    });
    return { attributes, scopes };
  }

  #scopeMetrics(): OtlpScope {
    const attributes: OtlpAttribute[] = [];
    const metrics: OtlpMetric[] = [];
    let [name, version, schemaUrl] = ["", "", ""];
    const scope: Fields = {
      [bytes(1)]: () => (name = this.#text()),
      [bytes(2)]: () => (version = this.#text()),
      [bytes(3)]: () => attributes.push(this.#attribute()),
    };
    this.#message({
      [bytes(1)]: () => this.#message(scope),
      [bytes(2)]: () => metrics.push(this.#metric()),
      [bytes(3)]: () => (schemaUrl = this.#text()),
    });
    return { name, version, schemaUrl, attributes, metrics };
  }

  #metric(): OtlpMetric {
    const metric: OtlpMetric = { name: "", description: "", unit: "", data: null };
    this.#message({
      [bytes(1)]: () => (metric.name = this.#text()),
      [bytes(2)]: () => (metric.description = this.#text()),
      [bytes(3)]: () => (metric.unit = this.#text()),
      [bytes(5)]: () => (metric.data = this.#gauge()),
      [bytes(7)]: () => (metric.data = this.#sum()),
      [bytes(9)]: () => (metric.data = this.#histogram()),
      [bytes(10)]: () => (metric.data = this.#exponentialHistogram()),
      [bytes(11)]: () => (metric.data = this.#summary()),
    });
    return metric;
  }

  #gauge(): OtlpData {
    const points: NumberPoint[] = [];
    this.#message({ [bytes(1)]: () => points.push(this.#numberPoint()) });
    return { kind: "gauge", points };
  }

  #sum(): OtlpData {
    const points: NumberPoint[] = [];
    let temporality = 0;
    let isMonotonic = false;
    this.#message({
      [bytes(1)]: () => points.push(this.#numberPoint()),
      [varint(2)]: () => (temporality = this.#reader.uint()),
      [varint(3)]: () => (isMonotonic = this.#reader.uint() !== 0),
    });
    return { kind: "sum", points, temporality, isMonotonic };
  }

  #histogram(): OtlpData {
    const points: HistogramPoint[] = [];
    let temporality = 0;
    this.#message({
      [bytes(1)]: () => points.push(this.#histogramPoint()),
      [varint(2)]: () => (temporality = this.#reader.uint()),
    });
    return { kind: "histogram", points, temporality };
  }

  #exponentialHistogram(): OtlpData {
    const points = { length: 0 };
    this.#message({
      [bytes(1)]: () => {
        this.#reader.bytes();
        points.length++;
      },
    });
    return { kind: "exponential histogram", points };
  }

  #summary(): OtlpData {
    const points: SummaryPoint[] = [];
    this.#message({ [bytes(1)]: () => points.push(this.#summaryPoint()) });
    return { kind: "summary", points };
  }

  #numberPoint(): NumberPoint {
    const attributes: OtlpAttribute[] = [];
    const point: NumberPoint = { attributes, start: 0, t: 0, flags: 0, value: null };
    this.#message({
      [fixed64(2)]: () => (point.start = toMs(this.#reader.fixed64())),
      [fixed64(3)]: () => (point.t = toMs(this.#reader.fixed64())),
      [fixed64(4)]: () => (point.value = this.#reader.double()),
      [fixed64(6)]: () => (point.value = Number(BigInt.asIntN(64, this.#reader.fixed64()))),
      [bytes(7)]: () => attributes.push(this.#attribute()),
      [varint(8)]: () => (point.flags = this.#reader.uint()),
    });
    return point;
  }

  #histogramPoint(): HistogramPoint {
    const attributes: OtlpAttribute[] = [];
    const bucketCounts: number[] = [];
    const bounds: number[] = [];
    const point: HistogramPoint = {
      attributes,
      start: 0,
      t: 0,
      flags: 0,
      count: 0,
      sum: null,
      bucketCounts,
      bounds,
    };
    const count = () => this.#pushPart(bucketCounts, Number(this.#reader.fixed64()));
    const bound = () => this.#pushPart(bounds, this.#reader.double());
    this.#message({
      [fixed64(2)]: () => (point.start = toMs(this.#reader.fixed64())),
      [fixed64(3)]: () => (point.t = toMs(this.#reader.fixed64())),
      [fixed64(4)]: () => (point.count = Number(this.#reader.fixed64())),
      [fixed64(5)]: () => (point.sum = this.#reader.double()),
      [bytes(6)]: () => this.#packed(count),
      [fixed64(6)]: count,
      [bytes(7)]: () => this.#packed(bound),
      [fixed64(7)]: bound,
      [bytes(9)]: () => attributes.push(this.#attribute()),
      [varint(10)]: () => (point.flags = this.#reader.uint()),
    });
    return point;
  }

  #summaryPoint(): SummaryPoint {
    const attributes: OtlpAttribute[] = [];
    const quantiles: { quantile: number; value: number }[] = [];
    const point: SummaryPoint = { attributes, start: 0, t: 0, flags: 0, count: 0, sum: 0, quantiles };
    this.#message({
      [fixed64(2)]: () => (point.start = toMs(this.#reader.fixed64())),
      [fixed64(3)]: () => (point.t = toMs(this.#reader.fixed64())),
      [fixed64(4)]: () => (point.count = Number(this.#reader.fixed64())),
      [fixed64(5)]: () => (point.sum = this.#reader.double()),
      [bytes(6)]: () => quantiles.push(this.#quantile()),
      [bytes(7)]: () => attributes.push(this.#attribute()),
      [varint(8)]: () => (point.flags = this.#reader.uint()),
    });
    return point;
  }

  #quantile() {
    const at = { quantile: 0, value: 0 };
    this.#message({
      [fixed64(1)]: () => (at.quantile = this.#reader.double()),
      [fixed64(2)]: () => (at.value = this.#reader.double()),
    });
    return at;
  }

  #attribute(): OtlpAttribute {
    const [key, value] = this.#keyValue(0);
    return [key, valueText(value)];
  }

  // Attributes outnumber everything else: no table of fields is made for each.
  #keyValue(depth: number): [string, OtlpValue] {
    const outer = this.#enter();
    const pair: [string, OtlpValue] = ["", null];
    for (let tag = this.#reader.tag(); tag !== 0; tag = this.#reader.tag()) {
      if (tag === bytes(1)) pair[0] = this.#text();
      else if (tag === bytes(2)) pair[1] = this.#value(depth);
      else this.#reader.skip(tag);
    }
    this.#reader.end = outer;
    return pair;
  }

  #value(depth: number): OtlpValue {
    if (depth > VALUE_DEPTH_MAX) throw this.#reader.fault("an attribute is nested too deeply");
    const outer = this.#enter();
    let value: OtlpValue = null;
    for (let tag = this.#reader.tag(); tag !== 0; tag = this.#reader.tag()) {
      if (tag === bytes(1)) value = this.#text();
      else if (tag === varint(2)) value = this.#reader.uint() !== 0;
      else if (tag === varint(3)) value = this.#reader.bigInt64();
      else if (tag === fixed64(4)) value = this.#reader.double();
      else if (tag === bytes(5)) value = this.#list(depth + 1);
      else if (tag === bytes(6)) value = this.#map(depth + 1);
      else if (tag === bytes(7)) value = this.#reader.bytes().toString("base64");
      else this.#reader.skip(tag);
    }
    this.#reader.end = outer;
    return value;
  }

  #list(depth: number): OtlpValue {
    const items: OtlpValue[] = [];
    this.#message({ [bytes(1)]: () => items.push(this.#value(depth)) });
    return items;
  }

  #map(depth: number): OtlpValue {
    const entries: [string, OtlpValue][] = [];
    this.#message({ [bytes(1)]: () => entries.push(this.#keyValue(depth)) });
    return new OtlpMap(entries);
  }

  #text(): string {
    const at = this.#reader.bytes();
    try {
      return this.#utf8.decode(at);
    } catch {
      throw this.#reader.fault("a string is not valid UTF-8"); // The only failure of a fatal decoder.
    }
  }

  #pushPart(list: number[], value: number): void {
    this.#budget.take();
    list.push(value);
  }

  /** Repeated numbers in one field, one after the other. */
  #packed(read: () => void): void {
    const outer = this.#reader.end;
    this.#reader.end = this.#reader.enter();
    while (this.#reader.position < this.#reader.end) read();
    this.#reader.end = outer;
  }

  /** A message within a field. */
  #message(fields: Fields): void {
    const outer = this.#enter();
    this.#fields(fields);
    this.#reader.end = outer;
  }

  /** Goes into a message; gives back where the outer one ends. */
  #enter(): number {
    this.#budget.take();
    const outer = this.#reader.end;
    this.#reader.end = this.#reader.enter();
    return outer;
  }

  #fields(fields: Fields): void {
    for (let tag = this.#reader.tag(); tag !== 0; tag = this.#reader.tag()) {
      const read = fields[tag];
      if (read) read();
      else this.#reader.skip(tag);
    }
  }
}
