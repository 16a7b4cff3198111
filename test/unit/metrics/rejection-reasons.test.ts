import { describe, expect, it } from "vitest";
import { RejectionTally } from "@/lib/metrics/ingest/rejection-reasons";

describe("RejectionTally", () => {
  it("counts by reason and keeps the first of each as its example", () => {
    const tally = new RejectionTally();
    tally.add("out_of_order", 2, "series a: too old");
    tally.add("duplicate_sample", 1, "series b: twice");
    tally.add("out_of_order", 3, "series c: too old");
    expect(tally.list()).toEqual([
      { code: "out_of_order", samples: 5, example: "series a: too old" },
      { code: "duplicate_sample", samples: 1, example: "series b: twice" },
    ]);
  });

  it("bounds an example, and leaves no half of a character", () => {
    const tally = new RejectionTally();
    tally.add("duplicate_sample", 1, `${"a".repeat(499)}😀`);
    const [{ example } = { example: "" }] = tally.list();
    expect(example.length).toBeLessThan(510);
    expect(example.isWellFormed()).toBe(true);
  });
});
