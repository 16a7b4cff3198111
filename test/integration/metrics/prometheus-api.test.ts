import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as labelValues from "@/app/api/v1/label/[name]/values/route";
import * as labels from "@/app/api/v1/labels/route";
import * as metadata from "@/app/api/v1/metadata/route";
import * as exemplars from "@/app/api/v1/query_exemplars/route";
import * as queryRange from "@/app/api/v1/query_range/route";
import * as query from "@/app/api/v1/query/route";
import * as series from "@/app/api/v1/series/route";
import * as buildInformation from "@/app/api/v1/status/buildinfo/route";
import * as write from "@/app/api/v1/write/route";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { MINUTE_MS } from "@/lib/core/time";
import type { RouteHandler } from "@/lib/http/route";
import { openMetricStore } from "@/lib/metrics/open-store";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";
import { writeRequestBody } from "../../support/write-request";

const TOKEN = "admin-token-of-this-test-0001";
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const SECONDS = NOW / 1000;

let database: TestDatabase;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await testDatabase();
  const { metrics } = useServices(database);
  close = () => metrics.close();
  await ensureAdminToken(database.db, TOKEN);
});
afterAll(async () => {
  await close();
  await database.drop();
});

function call(handler: RouteHandler, path: string, init: RequestInit = {}, params: object = {}) {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(init.headers as Record<string, string>) };
  return handler(new Request(`http://127.0.0.1:3000${path}`, { ...init, headers }), {
    params: Promise.resolve(params),
  });
}

const post = (handler: RouteHandler, form: Record<string, string>) =>
  call(handler, "/", { method: "POST", body: new URLSearchParams(form) });

const get = (handler: RouteHandler, parameters: Record<string, string> = {}, params: object = {}) =>
  call(handler, `/?${new URLSearchParams(parameters)}`, {}, params);

const send = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  call(write.POST, "/api/v1/write", {
    method: "POST",
    body,
    headers: { "content-type": "application/x-protobuf", "content-encoding": "snappy", ...headers },
  });

describe("remote-write", () => {
  it("takes samples and metadata, and the query API gives them back at once", async () => {
    const t = [NOW - 30_000, NOW - 15_000, NOW];
    const body = writeRequestBody(
      [
        { labels: { __name__: "up", job: "node" }, t, v: [1, 1, 1] },
        { labels: { __name__: "up", job: "一区" }, t, v: [0, 0, 0] },
      ],
      [{ type: 2, metric: "up", help: "Whether the target answered.", unit: "" }],
    );
    const response = await send(body);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    const again = await send(body);
    expect(again.status).toBe(204);
    const answer = await post(query.POST, { query: "up", time: String(SECONDS) });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: "success",
      data: {
        resultType: "vector",
        result: [
          { metric: { __name__: "up", job: "node" }, value: [SECONDS, "1"] },
          { metric: { __name__: "up", job: "一区" }, value: [SECONDS, "0"] },
        ],
      },
    });
    const counted = await get(query.GET, { query: "count_over_time(up[1m])", time: String(SECONDS) });
    expect(await counted.json()).toMatchObject({ data: { result: [{ value: [SECONDS, "3"] }, {}] } });
  });

  it("keeps the good series of a request and names the bad ones", async () => {
    const response = await send(
      writeRequestBody([
        { labels: { __name__: "good" }, t: [NOW], v: [7] },
        {
          labels: [
            ["__name__", "bad"],
            ["b", "1"],
            ["a", "1"],
          ],
          t: [NOW],
          v: [1],
        },
        { labels: { job: "nameless" }, t: [NOW], v: [1] },
        { labels: { __name__: "future" }, t: [Date.now() + 11 * MINUTE_MS], v: [1] },
        { labels: { __name__: "good" }, t: [NOW - 3 * 60 * MINUTE_MS], v: [1] },
      ]),
    );
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    const text = await response.text();
    expect(text).toContain('series bad{a="1", b="1"}: its labels are not sorted');
    expect(text).toContain('series {job="nameless"}: the label __name__ is missing');
    expect(text).toContain("series future: the sample is too far in the future");
    const kept = await get(query.GET, { query: "good", time: String(SECONDS) });
    expect(await kept.json()).toMatchObject({ data: { result: [{ value: [SECONDS, "7"] }] } });
  });

  it("refuses times that it could not give back, and keeps those beside them as they are", async () => {
    const response = await send(
      writeRequestBody([
        { labels: { __name__: "edge", t: "ancient" }, t: [Number.MIN_SAFE_INTEGER], v: [1] },
        { labels: { __name__: "edge", t: "now" }, t: [NOW], v: [2] },
        { labels: { __name__: "edge", t: "oldest" }, t: [-(2 ** 50)], v: [3] },
      ]),
    );
    expect([response.status, await response.text()]).toEqual([
      400,
      'series edge{t="ancient"}: a timestamp is out of bounds\n',
    ]);
    // What another process reads back out of the log.
    const other = openMetricStore({ db: database.db, databaseUrl: database.url });
    const stored = async (t: number) => {
      const value = await other.query("edge", t);
      return value.type === "vector" ? value.samples.map(({ labels, v }) => [labels["t"], v]) : null;
    };
    expect(await stored(NOW)).toEqual([["now", 2]]);
    expect(await stored(-(2 ** 50))).toEqual([["oldest", 3]]);
    await other.close();
  });

  it("takes samples out of order within two hours, refuses older ones and other values for the same time", async () => {
    const one = (t: number, v: number) =>
      send(writeRequestBody([{ labels: { __name__: "ordered" }, t: [t], v: [v] }]));
    expect((await one(NOW, 1)).status).toBe(204);
    expect((await one(NOW - 119 * MINUTE_MS, 2)).status).toBe(204);
    const old = await one(NOW - 121 * MINUTE_MS, 3);
    expect([old.status, await old.text()]).toEqual([400, "series ordered: out of order sample: too old\n"]);
    const other = await one(NOW, 4);
    expect([other.status, await other.text()]).toEqual([
      400,
      "series ordered: duplicate sample for timestamp\n",
    ]);
    const answer = await get(query.GET, { query: "ordered", time: String(SECONDS) });
    expect(await answer.json()).toMatchObject({ data: { result: [{ value: [SECONDS, "1"] }] } });
  });

  it("takes 10,000 series in one request", async () => {
    const series = Array.from({ length: 10_000 }, (_, i) => ({
      labels: { __name__: "many", instance: `host-${i}` },
      t: [NOW],
      v: [i],
    }));
    expect((await send(writeRequestBody(series))).status).toBe(204);
    const answer = await get(query.GET, { query: "count(many)", time: String(SECONDS) });
    expect(await answer.json()).toMatchObject({ data: { result: [{ value: [SECONDS, "10000"] }] } });
  });

  it.each([
    [
      "bytes that are no snappy block",
      Uint8Array.from([1, 2, 3, 255, 255]),
      {},
      400,
      /^snappy: corrupt input/,
    ],
    [
      "a claim of 2 GiB",
      Uint8Array.from([0x80, 0x80, 0x80, 0x80, 8, 0]),
      {},
      413,
      /claims to unpack to 2147483648 bytes/,
    ],
    ["a body over the limit", new Uint8Array(17 * 1024 * 1024), {}, 413, /larger than/],
    ["gzip", new Uint8Array(1), { "content-encoding": "gzip" }, 415, /must be snappy/],
    [
      "JSON",
      new Uint8Array(1),
      { "content-type": "application/json" },
      415,
      /must be application\/x-protobuf/,
    ],
  ])("answers %s clearly and lives on", async (_, body, headers, status, message) => {
    const response = await send(new Uint8Array(body), headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(message);
    expect((await get(query.GET, { query: "1 + 1" })).status).toBe(200);
  });

  it("refuses a caller without a token", async () => {
    const request = new Request("http://127.0.0.1:3000/api/v1/write", { method: "POST", body: "x" });
    expect((await write.POST(request, { params: Promise.resolve({}) })).status).toBe(401);
  });
});

describe("query API", () => {
  it("passes Grafana's check of a data source", async () => {
    const answer = await post(query.POST, { query: "1+1", time: String(SECONDS) });
    expect(await answer.json()).toEqual({
      status: "success",
      data: { resultType: "scalar", result: [SECONDS, "2"] },
    });
    expect(await (await get(buildInformation.GET)).json()).toMatchObject({ data: { version: "2.42.0" } });
    expect(await (await get(exemplars.GET, { query: "up" })).json()).toEqual({ status: "success", data: [] });
  });

  it("answers a range as a matrix", async () => {
    const range = { start: String(SECONDS - 30), end: String(SECONDS), step: "15" };
    const answer = await get(queryRange.GET, { query: "sum(up)", ...range });
    expect(await answer.json()).toEqual({
      status: "success",
      data: {
        resultType: "matrix",
        result: [
          {
            metric: {},
            values: [
              [SECONDS - 30, "1"],
              [SECONDS - 15, "1"],
              [SECONDS, "1"],
            ],
          },
        ],
      },
    });
  });

  it("lists series, labels, label values and metadata", async () => {
    const window = { start: String(SECONDS - 600), end: String(SECONDS) };
    expect(await (await get(series.GET, { "match[]": 'up{job="node"}', ...window })).json()).toEqual({
      status: "success",
      data: [{ __name__: "up", job: "node" }],
    });
    expect(await (await post(labels.POST, { "match[]": "up" })).json()).toEqual({
      status: "success",
      data: ["__name__", "job"],
    });
    expect(await (await get(labelValues.GET, { "match[]": "up" }, { name: "job" })).json()).toEqual({
      status: "success",
      data: ["node", "一区"],
    });
    expect(await (await get(metadata.GET, { metric: "up" })).json()).toEqual({
      status: "success",
      data: { up: [{ type: "gauge", help: "Whether the target answered.", unit: "" }] },
    });
  });

  it("takes names that every JavaScript object has for labels like any other", async () => {
    const odd: [string, string][] = [
      ["__name__", "odd"],
      ["__proto__", "p"],
      ["constructor", "c"],
      ["toString", "t"],
    ];
    const plain: [string, string][] = [["__name__", "odd"]];
    const sample = { t: [NOW], v: [1] };
    const body = writeRequestBody([
      { labels: odd, ...sample },
      { labels: plain, ...sample },
    ]);
    expect((await send(body)).status).toBe(204);
    const ask = async (promql: string) => {
      const answer = await get(query.GET, { query: promql, time: String(SECONDS) });
      const text = await answer.text();
      const { data } = JSON.parse(text) as {
        data: { result: { metric: object; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => [Object.entries(metric), value[1]]);
    };
    expect(await ask('odd{__proto__="p"}')).toEqual([[odd, "1"]]);
    for (const absent of ['odd{constructor=""}', 'odd{toString!~".+"}', 'odd{__proto__!="p"}'])
      expect(await ask(absent)).toEqual([[plain, "1"]]);
    expect(await ask('odd{hasOwnProperty=~".+"}')).toEqual([]);
    expect(await ask("sum by (__proto__, constructor) (odd)")).toEqual([
      [[], "1"],
      [odd.slice(1, 3), "1"],
    ]);
    for (const [name, values] of [
      ["__proto__", ["p"]],
      ["constructor", ["c"]],
      ["valueOf", []],
    ] as const)
      expect(await (await get(labelValues.GET, { "match[]": "odd" }, { name })).json()).toEqual({
        status: "success",
        data: values,
      });
  });

  const range = { query: "up", start: "1", end: "100", step: "10" };
  it.each([
    [
      "a syntax error",
      query.GET,
      { query: "up{" },
      400,
      "bad_data",
      /^invalid parameter "query": 1:\d+: parse error: /,
    ],
    [
      "a bad time",
      query.GET,
      { query: "up", time: "x" },
      400,
      "bad_data",
      /^invalid parameter "time": Invalid time value for 'time': cannot parse "x"/,
    ],
    [
      "a bad timeout",
      query.GET,
      { query: "up", timeout: "x" },
      400,
      "bad_data",
      /^invalid parameter "timeout": /,
    ],
    [
      "an end before the start",
      queryRange.GET,
      { ...range, end: "0" },
      400,
      "bad_data",
      /^invalid parameter "end": end timestamp must not be before start time$/,
    ],
    [
      "a zero step",
      queryRange.GET,
      { ...range, step: "0" },
      400,
      "bad_data",
      /^invalid parameter "step": zero or negative query resolution step widths are not accepted/,
    ],
    [
      "too many points",
      queryRange.GET,
      { ...range, end: "12000", step: "1" },
      400,
      "bad_data",
      /^exceeded maximum resolution of 11,000 points per timeseries/,
    ],
    ["no selector", series.GET, {}, 400, "bad_data", /^no match\[\] parameter provided$/],
    [
      "a bad selector",
      labels.GET,
      { "match[]": "sum(up)" },
      400,
      "bad_data",
      /^1:4: parse error: unexpected "\("/,
    ],
    [
      "a clash of series",
      query.GET,
      { query: "up + on() up", time: String(SECONDS) },
      422,
      "execution",
      /found duplicate series/,
    ],
  ])("answers %s as Prometheus does", async (_, handler, parameters, status, errorType, message) => {
    const answer = await get(handler, parameters);
    expect(answer.status).toBe(status);
    const body = (await answer.json()) as { status: string; errorType: string; error: string };
    expect(body).toMatchObject({ status: "error", errorType });
    expect(body.error).toMatch(message);
  });

  it("refuses a label name that cannot be", async () => {
    const answer = await get(labelValues.GET, {}, { name: "a-b" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errorType: "bad_data", error: 'invalid label name: "a-b"' });
  });
});
