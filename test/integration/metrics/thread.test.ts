import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidError, UnavailableError } from "@/lib/core/errors";
import { answerQueryRange, receiveOtlp, receiveRemoteWrite } from "@/lib/metrics";
import { defaultIngestLimits } from "@/lib/metrics/limits/default-limits";
import { openEmbeddedStore } from "@/lib/metrics/embedded/open";
import type { MetricStore } from "@/lib/metrics/store";
import { openThreadStore } from "@/lib/metrics/thread/open";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { until } from "../../support/until";
import { writeRequestBody } from "../../support/write-request";

const NOW = Date.UTC(2026, 10, 11, 12);
const from = { sourceId: "test", limits: defaultIngestLimits(), now: NOW };
const never = new AbortController().signal;

describe("a store in a thread", () => {
  let database: TestDatabase;
  let store: MetricStore;
  beforeAll(async () => {
    database = await testDatabase();
    store = openThreadStore({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it("takes remote-write bodies and gives whole answers, as a store of this thread would", async () => {
    const t = [NOW - 30_000, NOW];
    const body = writeRequestBody([
      { labels: { __name__: "queue_length", shop: "a" }, t, v: [1, 2.5] },
      { labels: { __name__: "queue_length", shop: "b" }, t, v: [3, 4] },
    ]);
    expect(await receiveRemoteWrite(store, body, from)).toMatchObject({ accepted: 4, refusals: [] });
    const form = new URLSearchParams({
      query: "queue_length",
      start: String(NOW / 1000 - 30),
      end: String(NOW / 1000),
      step: "30",
    });
    const ask = async (metrics: MetricStore) =>
      new TextDecoder().decode(await answerQueryRange({ metrics, now: () => NOW }, form, never));
    const local = openEmbeddedStore({ sql: database.db.$client });
    const [here, there] = [await ask(local), await ask(store)];
    await local.close();
    expect(there).toContain('"2.5"');
    expect(there).toBe(here);
  });

  it("tells a malformed body, a wrong parameter and a fault of the data apart", async () => {
    await expect(receiveRemoteWrite(store, new Uint8Array([1, 2, 3]), from)).rejects.toThrow(InvalidError);
    await expect(receiveOtlp(store, new TextEncoder().encode("{"), "json", from)).rejects.toThrow(
      InvalidError,
    );
    const ask = (form: Record<string, string>) =>
      answerQueryRange({ metrics: store, now: () => NOW }, new URLSearchParams(form), never);
    const range = { start: "0", end: "1", step: "1" };
    await expect(ask({ ...range, step: "0", query: "up" })).rejects.toMatchObject({
      code: "invalid",
      place: "step",
    });
    await expect(
      ask({
        ...range,
        start: String(NOW / 1000),
        end: String(NOW / 1000),
        query: 'label_replace(queue_length, "shop", "x", "", "")',
      }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("gives up at once when the caller leaves", async () => {
    const reason = new Error("gone");
    await expect(store.query("1", NOW, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const leaving = new AbortController();
    const asked = store.query("1", NOW, { signal: leaving.signal });
    leaving.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  it("tells what cannot be stored in the words of the database's absence", async () => {
    const away = openThreadStore({ databaseUrl: "postgresql://nobody@127.0.0.1:1/none" });
    await expect(away.query("up", NOW)).rejects.toThrow(UnavailableError);
    await away.close();
  });
});

describe("a thread that dies", () => {
  const open = () => openThreadStore({ databaseUrl: "" }, path.resolve("test/fixtures/dying-thread.mjs"));

  it("fails what is in flight, is started again, and answers then", async () => {
    const store = open();
    const inFlight = [store.query("up", NOW), store.labelNames({ matchers: [] }), store.status()];
    for (const outcome of await Promise.allSettled(inFlight))
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable", retryable: true } });
    await expect(store.query("up", NOW)).rejects.toThrow(UnavailableError);
    expect(await until("the next thread answers", () => store.metadata().catch(() => null))).toEqual([]);
    await store.close();
  });

  it("leaves no call hanging when it is closed", async () => {
    const store = open();
    const [asked] = await Promise.allSettled([store.query("up", NOW), store.close()]);
    expect(asked).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    await expect(store.status()).rejects.toThrow(UnavailableError);
  });
});
