import { describe, expect, it } from "vitest";
import { writeExposition } from "@/lib/telemetry/exposition";
import type { MetricFamily } from "@/lib/telemetry/families";

const gauge = (name: string, labels: Record<string, string>, value: number): MetricFamily => ({
  name,
  type: "gauge",
  help: "Help of it.",
  samples: [{ name, labels, value }],
});

describe("writeExposition", () => {
  it("puts the families of one name together, under one TYPE line", () => {
    const text = writeExposition([
      gauge("a_bytes", { part: "web" }, 1),
      gauge("b_bytes", {}, 2),
      gauge("a_bytes", { part: "worker", host: "h" }, 3),
    ]);
    expect(text).toBe(
      [
        "# HELP a_bytes Help of it.",
        "# TYPE a_bytes gauge",
        'a_bytes{part="web"} 1',
        'a_bytes{host="h",part="worker"} 3',
        "# HELP b_bytes Help of it.",
        "# TYPE b_bytes gauge",
        "b_bytes 2",
        "",
      ].join("\n"),
    );
  });
});
