import { describe, expect, it } from "vitest";
import { observeSeries } from "@/lib/metrics/ingest/observe-series";
import { estimateSeries } from "@/lib/metrics/ingest/series-sketch";
import { IngestLedger, RATE_STEP_MS, SKETCH_WINDOW_MS, type IngestRecord } from "@/lib/sources/ledger";

const NOW = 1_700_000_000_000 - (1_700_000_000_000 % SKETCH_WINDOW_MS);
const sender = { kind: "token", id: "t1", name: "prometheus" } as const;
const KEY = '["token","t1","remote_write"]';

const request = (more: Partial<IngestRecord> = {}): IngestRecord => ({
  sender,
  protocol: "remote_write",
  accepted: 10,
  rejected: [],
  bytes: 100,
  agent: "Prometheus/2.42.0",
  ...more,
});
const refusal = (more: Partial<IngestRecord> = {}): IngestRecord =>
  request({
    accepted: 0,
    refused: true,
    rejected: [{ code: "body_malformed", samples: 0, example: "bad" }],
    ...more,
  });
const targets = (count: number, of = "a") =>
  observeSeries(
    Array.from({ length: count }, (_, i) => ({
      labels: { __name__: "up", job: of, instance: `${i}` },
      t: [1],
      v: [1],
    })),
  );

function noted(...records: readonly (readonly [IngestRecord, number])[]) {
  const ledger = new IngestLedger();
  for (const [record, at] of records) ledger.add(record, at);
  const delta = ledger.take().get(KEY);
  if (!delta) throw new Error("Nothing was noted down.");
  return delta;
}

describe("IngestLedger", () => {
  it("sums requests up by their ten seconds", () => {
    const delta = noted([request(), NOW], [request(), NOW + 1], [request(), NOW + RATE_STEP_MS]);
    expect([...delta.rates]).toEqual([
      [NOW, expect.objectContaining({ requests: 2, samples: 20 })],
      [NOW + RATE_STEP_MS, expect.objectContaining({ requests: 1, samples: 10 })],
    ]);
    expect(delta).toMatchObject({ bytes: 300, firstSeenAt: NOW, lastSeenAt: NOW + RATE_STEP_MS });
  });

  it("keeps refused samples and refused requests apart, with the latest example", () => {
    const rejected = (example: string, at?: number) =>
      [{ code: "out_of_order", samples: 3, example, ...(at === undefined ? {} : { at }) }] as const;
    const delta = noted(
      [request({ rejected: rejected("first") }), NOW],
      [request({ rejected: rejected("last", 17) }), NOW + 5],
      [refusal(), NOW + 6],
    );
    expect(delta.rejections.get("out_of_order")?.get(NOW)).toEqual({
      samples: 6,
      requests: 0,
      example: "last",
      exampleAt: NOW + 5,
      sampleAt: 17,
    });
    expect(delta.rejections.get("body_malformed")?.get(NOW)).toMatchObject({ samples: 0, requests: 1 });
    expect(delta.rates.get(NOW)).toMatchObject({ rejectedSamples: 6, refusedRequests: 1 });
  });

  it("takes nothing refused for something seen, and a refusal to come later for throttling", () => {
    const late = [{ code: "rate_limited", samples: 0, example: "slow down" }] as const;
    const delta = noted([refusal(), NOW], [refusal({ rejected: late }), NOW]);
    expect(delta.lastAcceptedAt).toBeNull();
    expect(delta.rates.get(NOW)).toMatchObject({ refusedRequests: 2, throttledRequests: 1 });
  });

  it("gives back what could not be stored, and loses or doubles nothing of it", () => {
    const ledger = new IngestLedger();
    const some = request({
      observed: targets(3),
      rejected: [{ code: "out_of_order", samples: 1, example: "x" }],
    });
    ledger.add(some, NOW);
    const taken = ledger.take();
    ledger.add(some, NOW + 1);
    ledger.putBack(taken);
    const delta = ledger.take().get(KEY);
    expect(delta?.rates.get(NOW)).toMatchObject({ requests: 2, samples: 20, rejectedSamples: 2 });
    expect(delta?.rejections.get("out_of_order")?.get(NOW)?.samples).toBe(2);
    expect(delta?.targets.get('["a","0"]')).toEqual({ samples: 2, lastSeenAt: NOW + 1 });
    expect(estimateSeries(delta?.sketches.get(NOW) ?? new Uint8Array())).toBe(3);
    expect(delta).toMatchObject({ bytes: 200, firstSeenAt: NOW });
  });

  it("stores a sketch again only when something new was seen, and begins a new one with the window", () => {
    const ledger = new IngestLedger();
    const add = (at: number, count: number) => {
      ledger.add(request({ observed: targets(count) }), at);
      return [...(ledger.take().get(KEY)?.sketches ?? [])].map(([from, sketch]) => [
        from,
        estimateSeries(sketch),
      ]);
    };
    expect(add(NOW, 5)).toEqual([[NOW, 5]]);
    expect(add(NOW + 1, 5)).toEqual([]);
    expect(add(NOW + 2, 8)).toEqual([[NOW, 8]]);
    expect(add(NOW + SKETCH_WINDOW_MS, 5)).toEqual([[NOW + SKETCH_WINDOW_MS, 5]]);
  });

  it("stays small whatever is sent", () => {
    const ledger = new IngestLedger();
    for (let i = 0; i < 20; i++) ledger.add(request({ observed: targets(100, `job-${i}`) }), NOW);
    const example = "x".repeat(100_000);
    ledger.add(
      request({ rejected: [{ code: "labels_too_many", samples: 1, example }], agent: example }),
      NOW,
    );
    const delta = ledger.take().get(KEY);
    expect(delta?.targets.size).toBe(200);
    expect(delta?.agent).toHaveLength(500);
    expect(delta?.rejections.get("labels_too_many")?.get(NOW)?.example).toHaveLength(500);
  });

  it("turns what PostgreSQL's text cannot hold into what it can", () => {
    const example = 'up{job="a\u0000b\uD800"}';
    const delta = noted([request({ rejected: [{ code: "out_of_order", samples: 1, example }] }), NOW]);
    expect(delta.rejections.get("out_of_order")?.get(NOW)?.example).toBe('up{job="a\uFFFDb\uFFFD"}');
  });
});
