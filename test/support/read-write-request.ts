import protobuf from "protobufjs";

/** @see https://github.com/prometheus/prometheus/blob/v2.42.0/prompb/remote.proto and types.proto */
const SCHEMA = `
syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
`;

const { root } = protobuf.parse(SCHEMA);

interface Read {
  timeseries: {
    labels: { name: string; value: string }[];
    samples: { value: number; timestamp: number }[];
  }[];
  metadata: { metricFamilyName: string; help: string; unit: string }[];
}

/** A `prometheus.WriteRequest` as an independent decoder reads it. */
export function readWriteRequest(bytes: Uint8Array) {
  const type = root.lookupType("WriteRequest");
  const { timeseries, metadata } = type.toObject(type.decode(bytes), {
    defaults: true,
    arrays: true,
    longs: Number,
  }) as Read; // Safe because the schema says so.
  return {
    series: timeseries.map(({ labels, samples }) => ({
      labels: labels.map(({ name, value }) => [name, value]),
      samples: samples.map(({ timestamp, value }) => [timestamp, value]),
    })),
    metadata: metadata.map(({ metricFamilyName, help, unit }) => ({ metric: metricFamilyName, help, unit })),
  };
}
