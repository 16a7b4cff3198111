import { describe, expect, it } from "vitest";
import { OverloadError, PendingBytes } from "@/lib/metrics/ingest/pending-bytes";

describe("PendingBytes", () => {
  it("turns away what would be too much, and takes it when the others are done", () => {
    const pending = new PendingBytes(100);
    const [first, second] = [pending.open(), pending.open()];
    first.add(60);
    second.add(40);
    expect(() => second.add(1)).toThrow(OverloadError);
    expect(pending.bytes).toBe(100);
    first.close();
    second.add(1);
    expect(pending.bytes).toBe(41);
    second.close();
    expect(pending.bytes).toBe(0);
  });

  it("lets a request through that is larger than all, while it is alone", () => {
    const pending = new PendingBytes(100);
    const large = pending.open();
    large.add(90);
    large.add(500);
    expect(() => pending.open().add(1)).toThrow("send this one again later");
    large.close();
    expect(pending.bytes).toBe(0);
  });

  it("counts nothing for a request that is over", () => {
    const pending = new PendingBytes(100);
    const request = pending.open();
    request.close();
    request.add(50);
    request.close();
    expect(pending.bytes).toBe(0);
  });
});
