import { setTimeout as delay } from "node:timers/promises";
import type { ISql } from "postgres";
import { describe, expect, it } from "vitest";
import { gather, writeSegments } from "@/lib/metrics/embedded/write-segments";

describe("writeSegments", () => {
  it("ends with the fault of an insert that fails while others are being packed, and packs no more", async () => {
    let inserts = 0;
    const insert = async (): Promise<never> => {
      inserts++;
      await delay(0);
      throw new Error("the connection is gone");
    };
    // Safe because all that is asked of it is to run statements.
    const tx = insert as unknown as ISql;
    const groups = Array.from({ length: 1_000 }, (_, group) => ({ id: group * 32, t: [1], v: [1] }));
    // An insert whose fault nobody takes fails this test: the runner hears of it.
    await expect(writeSegments(tx, gather(groups))).rejects.toThrow("the connection is gone");
    expect(inserts).toBeLessThan(1_000);
  });
});
