import { describe, expect, it } from "vitest";
import { attributeLabels, targetInfoLabels, targetLabels } from "@/lib/metrics/ingest/otlp-labels";
import type { OtlpData } from "@/lib/metrics/ingest/otlp-model";
import { translateLabelName, translateMetricName } from "@/lib/metrics/ingest/otlp-names";
import { formatBound } from "@/lib/metrics/ingest/otlp-translate";

const gauge: OtlpData = { kind: "gauge", points: [] };
const counter: OtlpData = { kind: "sum", points: [], temporality: 2, isMonotonic: true };
const upDown: OtlpData = { kind: "sum", points: [], temporality: 2, isMonotonic: false };
const histogram: OtlpData = { kind: "histogram", points: [], temporality: 2 };

describe("translateMetricName", () => {
  it.each([
    ["http.server.duration", "s", histogram, "http_server_duration_seconds", "seconds"],
    ["http.server.duration", "ms", histogram, "http_server_duration_milliseconds", "milliseconds"],
    ["http_duration_seconds", "s", histogram, "http_duration_seconds", "seconds"],
    ["system.memory.usage", "By", upDown, "system_memory_usage_bytes", "bytes"],
    ["system.network.io", "By", counter, "system_network_io_bytes_total", "bytes"],
    ["requests", "{request}", counter, "requests_total", ""],
    ["requests.total", "", counter, "requests_total", ""],
    ["requests_total_seconds", "s", counter, "requests_seconds_total", "seconds"],
    ["requests", "1", counter, "requests_total", ""],
    ["cpu.utilization", "1", gauge, "cpu_utilization_ratio", "ratio"],
    ["cpu.ratio.used", "1", gauge, "cpu_used_ratio", "ratio"],
    ["memory.limit", "1", upDown, "memory_limit", ""],
    ["disk.full", "%", gauge, "disk_full_percent", "percent"],
    ["disk.read", "By/s", gauge, "disk_read_bytes_per_second", "bytes_per_second"],
    ["packets", "{packet}/s", gauge, "packets_per_second", "per_second"],
    ["flow", "m/m", gauge, "flow_meters_per_minute", "meters_per_minute"],
    ["sent", "By{sent}", gauge, "sent_bytes", "bytes"],
    ["air", "ppm", gauge, "air_ppm", "ppm"],
    ["odd", "k$/x-y", gauge, "odd_k_per_x_y", "k_per_x_y"],
    ["a--b..c__d", "", gauge, "a_b_c_d", ""],
    ["rule:sum", "", gauge, "rule:sum", ""],
    ["5xx.errors", "", counter, "_5xx_errors_total", ""],
    ["温度.celsius", "Cel", gauge, "celsius", "celsius"],
    ["温度", "Cel", gauge, "", ""],
    ["", "s", gauge, "", ""],
  ] as const)("calls %s in %s %#", (name, unit, data, wanted, wantedUnit) => {
    expect(translateMetricName(name, unit, data)).toEqual({ name: wanted, unit: wantedUnit });
  });
});

describe("translateLabelName", () => {
  it.each([
    ["http.method", "http_method"],
    ["a..b__c", "a_b_c"],
    ["_private", "_private"],
    ["2nd", "key_2nd"],
    ["区", "_"],
    ["__name__", "_name_"],
    ["", ""],
  ])("calls %j %j", (key, wanted) => expect(translateLabelName(key)).toBe(wanted));
});

describe("labels of attributes", () => {
  it("joins values of keys that become one name, in the order of the keys", () => {
    const labels = attributeLabels([
      ["a_b", "3"],
      ["a.b", "2"],
      ["a-b", "1"],
      ["c", "x"],
    ]);
    expect(Object.fromEntries(labels)).toEqual({ a_b: "1;2;3", c: "x" });
  });

  it.each([
    [{ "service.name": "pay" }, { job: "pay" }],
    [{ "service.name": "pay", "service.namespace": "mall" }, { job: "mall/pay" }],
    [{ "service.namespace": "mall", "service.instance.id": "i-1" }, { instance: "i-1" }],
    [{ "service.name": "", host: "h" }, {}],
  ])("makes of %j the target %j", (attributes, wanted) => {
    expect(targetLabels(Object.entries(attributes))).toEqual(wanted);
  });

  it("carries the rest of a resource on target_info, and nothing that is known already", () => {
    expect(
      targetInfoLabels(
        [
          ["service.name", "pay"],
          ["service.version", "1.2"],
          ["job", "not this one"],
        ],
        { job: "pay" },
      ),
    ).toEqual({ __name__: "target_info", job: "pay", service_version: "1.2" });
    expect(targetInfoLabels([["service.name", "pay"]], { job: "pay" })).toBeNull();
    expect(targetInfoLabels([["host.name", "h"]], {})).toBeNull();
  });
});

describe("formatBound", () => {
  it.each([
    [0.005, "0.005"],
    [10, "10"],
    [-2.5, "-2.5"],
    [1e21, "1000000000000000000000"],
    [1.25e22, "12500000000000000000000"],
    [1e-7, "0.0000001"],
    [-1.5e-9, "-0.0000000015"],
    [Infinity, "+Inf"],
    [-Infinity, "-Inf"],
  ])("writes %d as %s", (bound, text) => expect(formatBound(bound)).toBe(text));
});
