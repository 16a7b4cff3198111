import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as tokenLimits from "@/app/api/tokens/[id]/limits/route";
import * as otlp from "@/app/api/v1/otlp/v1/metrics/route";
import * as write from "@/app/api/v1/write/route";
import { createToken } from "@/lib/accounts/create-token";
import type { CreatedToken } from "@/lib/auth/schemas";
import { SYSTEM_ACTOR, type Context, type Role, type Services } from "@/lib/core/context";
import type { RouteHandler } from "@/lib/http/route";
import { INGEST_LIMITS } from "@/lib/metrics/constants";
import type { IngestLimitsView, SetIngestLimits } from "@/lib/metrics/schemas";
import { setIngestLimits } from "@/lib/metrics/limits/set-limits";
import { auditLog } from "@/db/schema/audit";
import { exposeMetrics } from "@/lib/self";
import { startTelemetry } from "@/lib/telemetry/start";
import { otlpRequest } from "../../support/otlp-request";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";
import { writeRequestBody } from "../../support/write-request";

let database: TestDatabase;
let services: Services;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  services = useServices(database);
  ctx = { actor: SYSTEM_ACTOR, requestId: "test", now: Date.now, ...services };
  await startTelemetry();
  // Churn is counted once the store has read what it holds.
  await services.metrics.status();
});
afterAll(async () => {
  await services.metrics.close();
  await database.drop();
});

let token: CreatedToken;
let admin: CreatedToken;
const newToken = (role: Role) => createToken(ctx, { name: `token of a ${role}`, role });
beforeEach(async () => {
  token = await newToken("operator");
  admin = await newToken("admin");
});

function call(handler: RouteHandler, init: RequestInit, by: CreatedToken = token, params: object = {}) {
  const headers = { authorization: `Bearer ${by.token}`, ...(init.headers as Record<string, string>) };
  return handler(new Request("http://127.0.0.1:3000/api", { ...init, headers }), {
    params: Promise.resolve(params),
  });
}

const HEADERS = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
const send = (...input: Parameters<typeof writeRequestBody>) =>
  call(write.POST, { method: "POST", body: writeRequestBody(...input), headers: HEADERS });
const one = (name: string, rest: Record<string, string> = {}, v = 1) => ({
  labels: { __name__: name, ...rest },
  t: [Date.now()],
  v: [v],
});
const limit = (changes: SetIngestLimits) => setIngestLimits(ctx, { id: token.id }, changes);
const answerOf = async (response: Response) => [response.status, (await response.text()).trim()];
const count = async (expr: string) => {
  const value = await services.metrics.query(`count(${expr})`, Date.now());
  return value.type === "vector" ? (value.samples[0]?.v ?? 0) : NaN;
};

describe("limits of a token", () => {
  const patch = (body: object, by: CreatedToken, id = token.id) =>
    call(
      tokenLimits.PATCH,
      { method: "PATCH", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      by,
      { id },
    );
  const read = async (): Promise<IngestLimitsView> =>
    (await (await call(tokenLimits.GET, {}, admin, { id: token.id })).json()) as IngestLimitsView;

  it("are the defaults until an administrator sets them, and again when they take them back", async () => {
    expect(await read()).toMatchObject({
      own: {},
      limits: { activeSeries: INGEST_LIMITS.activeSeries.default },
    });
    expect((await patch({ activeSeries: 7, samplesPerSecond: 5 }, admin)).status).toBe(200);
    expect((await patch({ samplesPerSecond: null }, admin)).status).toBe(200);
    expect((await patch({}, admin)).status).toBe(200);
    expect(await read()).toMatchObject({
      own: { activeSeries: 7 },
      limits: { activeSeries: 7, samplesPerSecond: INGEST_LIMITS.samplesPerSecond.default },
    });
  });

  it("are changed with an audit row", async () => {
    await patch({ labelsPerSeries: 9 }, admin);
    const rows = await database.db.select().from(auditLog);
    expect(
      rows.filter(({ action, subject }) => action === "token.set_limits" && subject === token.id),
    ).toMatchObject([{ actorId: admin.id, before: {}, after: { labelsPerSeries: 9 } }]);
  });

  it.each([
    [{ activeSeries: 0 }, 400],
    [{ activeSeries: 1.5 }, 400],
    [{ labelValueLength: 8_193 }, 400],
    [{ unknown: 1 }, 400],
  ])("refuse %j", async (body, status) => {
    expect((await patch(body, admin)).status).toBe(status);
  });

  it("are not for an operator to see or change, and not of a token that is not there", async () => {
    expect((await patch({ activeSeries: 7 }, token)).status).toBe(403);
    expect((await call(tokenLimits.GET, {}, token, { id: token.id })).status).toBe(403);
    expect((await patch({}, admin, "019f0000-0000-7000-8000-000000000000")).status).toBe(404);
  });
});

describe("a remote-write request", () => {
  it("that breaks the limits of labels is answered with 400, and its good series are kept", async () => {
    await limit({ labelsPerSeries: 3, labelNameLength: 10, labelValueLength: 6 });
    const response = await send([
      one("within", { a: "1" }),
      one("many", { a: "1", b: "2", c: "3" }),
      one("name", { elevenchars: "1" }),
      one("value", { a: "1234567" }),
    ]);
    expect(await answerOf(response)).toEqual([
      400,
      [
        'series many{a="1", b="2", c="3"}: it has 4 labels; the limit is 3',
        'series name{elevenchars="1"}: the name of the label elevenchars… has 11 characters; the limit is 10',
        'series value{a="1234567"}: the value of the label a has 7 characters; the limit is 6',
      ].join("\n"),
    ]);
    expect(await count("within")).toBe(1);
    expect(await count('{__name__=~"many|name|value"}')).toBe(0);
  });

  it("that brings one series too many keeps those that are there already", async () => {
    await limit({ activeSeries: 2 });
    expect((await send([one("active", { n: "1" }), one("active", { n: "2" })])).status).toBe(204);
    const response = await send([one("active", { n: "3" }), one("active", { n: "1" })]);
    expect(await answerOf(response)).toEqual([
      400,
      'series active{n="3"}: it is new, and the limit of 2 active series of this source is reached',
    ]);
    expect(await count("active")).toBe(2);
  });

  it("that makes too many new series keeps those that the store knows", async () => {
    expect((await send([one("known")])).status).toBe(204);
    await limit({ newSeriesPerHour: 1 });
    const response = await send([one("known"), one("churn", { n: "1" }), one("churn", { n: "2" })]);
    expect(await answerOf(response)).toEqual([
      400,
      'series churn{n="2"}: it is new, and the limit of 1 new series an hour of this source is reached',
    ]);
    expect([await count("known"), await count("churn")]).toEqual([1, 1]);
  });

  it("that comes too fast is answered with 429 and Retry-After, whole", async () => {
    await limit({ samplesPerSecond: 1 });
    const many = Array.from({ length: 11 }, (_, n) => one("fast", { n: String(n) }));
    expect((await send(many)).status).toBe(204);
    const response = await send([one("fast", { n: "late" })]);
    expect([response.status, Number(response.headers.get("retry-after"))]).toEqual([429, 2]);
    expect(await response.text()).toMatch(/^The limit of 1 samples a second of this source is reached/);
    expect(await count("fast")).toBe(11);
  });

  it("that is larger than the token may send is answered with 413", async () => {
    await limit({ bodyBytes: 1_024 });
    const large = Array.from({ length: 500 }, () => one("large", { n: String(Math.random()) }));
    expect((await send(large)).status).toBe(413);
    expect((await send([one("small")])).status).toBe(204);
  });

  it("may be as late as the token's window says", async () => {
    const at = (minutes: number) => ({ ...one("late"), t: [Date.now() - minutes * 60_000] });
    await limit({ outOfOrderSeconds: 600 });
    expect((await send([at(0)])).status).toBe(204);
    expect((await send([at(9)])).status).toBe(204);
    expect(await answerOf(await send([at(11)]))).toEqual([400, "series late: out of order sample: too old"]);
    await limit({ outOfOrderSeconds: 6 * 3_600 });
    expect((await send([at(300)])).status).toBe(204);
  });

  it("has two values for one moment: the first stands and the answer says so", async () => {
    const t = [Date.now()];
    const labels = { __name__: "twice" };
    const response = await send([
      { labels, t, v: [1] },
      { labels, t, v: [2] },
    ]);
    expect(await answerOf(response)).toEqual([400, "series twice: two values for one moment in one request"]);
    expect(await services.metrics.query("twice", Date.now())).toMatchObject({ samples: [{ v: 1 }] });
  });
});

describe("our own metrics", () => {
  it("tell what came from whom, what was refused why, and what the limits are", async () => {
    const named = await createToken(ctx, { name: "counted", role: "operator" });
    await setIngestLimits(ctx, { id: named.id }, { activeSeries: 1, samplesPerSecond: 1 });
    const body = (...series: ReturnType<typeof one>[]) => ({
      method: "POST",
      body: writeRequestBody(series),
      headers: HEADERS,
    });
    const many = { ...one("own"), t: Array.from({ length: 11 }, (_, i) => Date.now() - i).reverse() };
    await call(write.POST, body({ ...many, v: many.t }, one("own", { n: "2" })), named);
    await call(write.POST, body(one("own")), named);
    await call(write.POST, { method: "POST", headers: { ...HEADERS, "content-encoding": "gzip" } }, named);
    const lines = (await exposeMetrics(ctx)).split("\n").filter((line) => line.includes('source="counted"'));
    const valueOf = (name: string, ...labels: string[]) =>
      Number(
        lines
          .find((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
          ?.replace(/^.*} /, "")
          .split(" ")[0],
      );
    const write10 = 'protocol="remote_write"';
    const refused = (kind: string, reason: string) =>
      valueOf(`evenkeel_ingest_rejected_${kind}_total`, write10, `reason="${reason}"`);
    expect({
      taken: valueOf("evenkeel_ingest_samples_total", write10),
      over: refused("samples", "series_too_many"),
      fast: refused("requests", "rate_limited"),
      other: refused("requests", "media_unsupported"),
      series: valueOf("evenkeel_ingest_series"),
      limit: valueOf("evenkeel_ingest_limit", 'limit="active_series"'),
    }).toEqual({ taken: 11, over: 1, fast: 1, other: 1, series: 1, limit: 1 });
  });
});

describe("an OTLP request", () => {
  const gauge = (name: string, values: Record<string, number>) =>
    otlpRequest({
      name,
      gauge: {
        dataPoints: Object.entries(values).map(([n, asDouble]) => ({
          timeUnixNano: `${Date.now()}000000`,
          asDouble,
          attributes: [{ key: "n", value: { stringValue: n } }],
        })),
      },
    });
  const sendOtlp = (body: object) =>
    call(otlp.POST, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });

  it("that brings one series too many is a partial success", async () => {
    await limit({ activeSeries: 1 });
    const response = await sendOtlp(gauge("partial", { a: 1, b: 2 }));
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedDataPoints: "1",
          errorMessage:
            'series partial{n="b"}: it is new, and the limit of 1 active series of this source is reached',
        },
      },
    ]);
  });

  it("that comes too fast is answered with 429, Retry-After and a Status", async () => {
    await limit({ samplesPerSecond: 1 });
    const values = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [String(n), n]));
    expect((await sendOtlp(gauge("rate", values))).status).toBe(200);
    const response = await sendOtlp(gauge("rate", { a: 1 }));
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await response.json()).toMatchObject({ code: 8 });
  });
});
