import { describe, expect, it } from "vitest";
import { rejection } from "@/lib/metrics/ingest/rejection";

describe("rejection", () => {
  it("names the series and the reason", () => {
    const fault = { code: "label_duplicate", text: "the label a is there twice" } as const;
    expect(rejection(3, { __name__: "up", a: "1" }, fault, 2)).toEqual({
      index: 3,
      code: "label_duplicate",
      reason: 'series up{a="1"}: the label a is there twice',
      samples: 2,
    });
  });

  it("leaves room for the reason in what Prometheus reads of an answer", () => {
    const labels = {
      __name__: "up",
      ...Object.fromEntries(["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => [name, "😀".repeat(99)])),
    };
    const { reason } = rejection(0, labels, { code: "labels_too_many", text: "it has 9 labels" }, 1);
    expect(reason).toMatch(/^series up\{a=.*…: it has 9 labels$/u);
    expect(Buffer.byteLength(reason)).toBeLessThan(1_024);
    expect(reason.isWellFormed()).toBe(true);
  });
});
