import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as writeRoute } from "@/app/api/v1/write/route";
import { GET as detailsRoute } from "@/app/api/sources/[id]/route";
import { GET as listRoute } from "@/app/api/sources/route";
import { ingestSources } from "@/db/schema/sources";
import { createToken } from "@/lib/accounts/create-token";
import { revokeToken } from "@/lib/accounts/revoke-token";
import type { Context, Services } from "@/lib/core/context";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { observeSeries } from "@/lib/metrics/ingest/observe-series";
import { getSource } from "@/lib/sources/get";
import { IngestLedger, type IngestRecord } from "@/lib/sources/ledger";
import { listSources } from "@/lib/sources/list";
import { storeIngest } from "@/lib/sources/record-ingest";
import { sourceDetailsSchema, sourceListSchema } from "@/lib/sources/schemas";
import { storeLedger } from "@/lib/sources/store-ledger";
import { trimSources } from "@/lib/sources/trim";
import { actingAs, testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";
import { writeRequestBody } from "../../support/write-request";

const PROCESS = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"] as const;

const seriesOf = (from: number, count: number) =>
  observeSeries(
    Array.from({ length: count }, (_, i) => ({
      labels: { __name__: "up", job: "node", instance: `host-${from + i}` },
      t: [1],
      v: [1],
    })),
  );

describe("sources", () => {
  let database: TestDatabase;
  let services: Services;
  let ctx: Context;
  const noParams = { params: Promise.resolve({}) };

  beforeAll(async () => {
    database = await testDatabase();
    services = useServices(database);
    ctx = testContext(database.db, { metrics: services.metrics });
  });
  afterAll(async () => {
    await services.metrics.close();
    await database.drop();
  });

  const record = (id: string, more: Partial<IngestRecord> = {}): IngestRecord => ({
    sender: { kind: "token", id, name: `token ${id}` },
    protocol: "otlp",
    accepted: 10,
    rejected: [],
    bytes: 100,
    ...more,
  });
  const ledgerOf = (records: readonly IngestRecord[], at: number) => {
    const ledger = new IngestLedger();
    for (const one of records) ledger.add(one, at);
    return ledger.take();
  };

  it("adds up what several processes have seen at once, and counts a series that both saw once", async () => {
    const now = Date.now();
    const at = now - MINUTE_MS;
    const first = [record("both", { observed: seriesOf(0, 100) }), record("both")];
    const second = [record("both", { observed: seriesOf(50, 100) })];
    await Promise.all([
      storeLedger(database.db, ledgerOf(first, at), PROCESS[0]),
      storeLedger(database.db, ledgerOf(second, at), PROCESS[1]),
    ]);
    const { sources } = await listSources(actingAs(ctx, "viewer"));
    const source = sources.find(({ senderId }) => senderId === "both");
    expect(source?.history.slice(-3).reduce<number>((sum, rate) => sum + (rate ?? 0) * 60, 0)).toBeCloseTo(
      30,
    );
    expect(Math.abs((source?.series ?? 0) - 150)).toBeLessThan(10);
    const details = await getSource(ctx, { id: source?.id ?? "" });
    expect(details.totals).toMatchObject({ requests: 3, samples: 30, bytes: 300 });
    expect(details.targets.length + details.moreTargets).toBe(150);
  });

  it("gives the reasons of the last day with their latest example, and none without words", async () => {
    const now = Date.now();
    const refused = (example: string, samples: number) =>
      record("refused", { rejected: [{ code: "out_of_order", samples, example }] });
    for (const [at, entry] of [
      [now - 2 * DAY_MS, refused("too long ago", 100)],
      [now - HOUR_MS, refused("older", 3)],
      [now - MINUTE_MS, refused("latest", 4)],
    ] as const)
      await storeLedger(database.db, ledgerOf([entry], at), PROCESS[0]);
    const { sources } = await listSources(ctx);
    const details = await getSource(ctx, {
      id: sources.find(({ senderId }) => senderId === "refused")?.id ?? "",
    });
    expect(details.rejections).toEqual([
      expect.objectContaining({ code: "out_of_order", samples: 7, requests: 0, example: "latest" }),
    ]);
  });

  it("notes down what a token really sends, and what of it was refused and why", async () => {
    const token = await createToken(ctx, { name: "prometheus in zone 1", role: "operator" });
    const send = (body: Uint8Array<ArrayBuffer>) =>
      writeRoute(
        new Request("http://127.0.0.1:3000/api/v1/write", {
          method: "POST",
          body,
          headers: {
            authorization: `Bearer ${token.token}`,
            "content-encoding": "snappy",
            "content-type": "application/x-protobuf",
            "user-agent": "Prometheus/2.42.0",
          },
        }),
        noParams,
      );
    const now = Date.now();
    const sample = (name: string, t: number) => ({
      labels: { __name__: name, instance: "host-1:9100", job: "node" },
      t: [t],
      v: [1],
    });
    expect((await send(writeRequestBody([sample("up", now), sample("load", now)]))).status).toBe(204);
    expect((await send(writeRequestBody([sample("up", now + DAY_MS)]))).status).toBe(400);
    expect((await send(new Uint8Array([1, 2, 3]))).status).toBe(400);
    await storeIngest(ctx);

    const headers = { authorization: `Bearer ${token.token}` };
    const list = await listRoute(new Request("http://127.0.0.1:3000/api/sources", { headers }), noParams);
    const { sources } = sourceListSchema.parse(await list.json());
    const source = sources.find(({ senderId }) => senderId === token.id);
    expect(source).toMatchObject({
      name: "prometheus in zone 1",
      protocol: "remote_write",
      agent: "Prometheus/2.42.0",
      revoked: false,
      series: 2,
      rejectedSamples: 1,
      refusedRequests: 1,
      throttledRequests: 0,
    });
    const answer = await detailsRoute(
      new Request(`http://127.0.0.1:3000/api/sources/${source?.id}`, { headers }),
      { params: Promise.resolve({ id: source?.id }) },
    );
    const details = sourceDetailsSchema.parse(await answer.json());
    expect(details.totals).toMatchObject({ requests: 3, samples: 2, rejectedSamples: 1, refusedRequests: 1 });
    expect(details.targets).toMatchObject([{ job: "node", instance: "host-1:9100", samples: 2 }]);
    const reasons = Object.fromEntries(details.rejections.map((rejection) => [rejection.code, rejection]));
    expect(reasons["too_far_in_future"]).toMatchObject({
      samples: 1,
      requests: 0,
      sampleAt: now + DAY_MS,
    });
    expect(reasons["too_far_in_future"]?.example).toContain('up{instance="host-1:9100", job="node"}');
    expect(reasons["body_malformed"]).toMatchObject({ samples: 0, requests: 1, sampleAt: null });

    await revokeToken(ctx, { id: token.id });
    expect((await getSource(ctx, { id: details.id })).revoked).toBe(true);
  });

  it("refuses an id that is none, and one that nobody has", async () => {
    const token = await createToken(ctx, { name: "reader", role: "viewer" });
    const ask = async (id: string) =>
      detailsRoute(
        new Request(`http://127.0.0.1:3000/api/sources/${id}`, {
          headers: { authorization: `Bearer ${token.token}` },
        }),
        { params: Promise.resolve({ id }) },
      );
    expect((await ask("x")).status).toBe(400);
    expect((await ask(PROCESS[0])).status).toBe(404);
  });

  it("keeps what could not be stored, and stores it once when the database is back", async () => {
    const ledger = new IngestLedger();
    ledger.add(record("kept"), Date.now());
    const taken = ledger.take();
    // A process id that is none: the statement fails after others of its transaction have worked.
    ledger.add(record("kept", { observed: seriesOf(0, 1) }), Date.now());
    const broken = ledger.take();
    await expect(storeLedger(database.db, broken, "no uuid")).rejects.toThrow("ingest_sketches");
    ledger.putBack(broken);
    ledger.putBack(taken);
    await storeLedger(database.db, ledger.take(), PROCESS[0]);
    const rows = await database.db.select().from(ingestSources);
    expect(rows.find(({ senderId }) => senderId === "kept")).toMatchObject({ requests: 2, samples: 20 });
  });

  it("forgets who was silent for a month, with all that belongs to them", async () => {
    const now = Date.now();
    await storeLedger(database.db, ledgerOf([record("gone")], now - 31 * DAY_MS), PROCESS[0]);
    const ids = async () => (await listSources(ctx)).sources.map(({ senderId }) => senderId);
    expect(await ids()).toContain("gone");
    await trimSources(database.db, now);
    expect(await ids()).not.toContain("gone");
    expect(await ids()).toContain("both");
  });
});
