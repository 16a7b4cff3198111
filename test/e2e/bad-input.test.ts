import snappy from "snappyjs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { askProduct, credentials } from "../support/ask";
import { cannotKill, pidOf } from "../support/processes";
import { writeRequestBody } from "../support/write-request";

const REMOTE_WRITE = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
};
const MIB = 1024 * 1024;
const packed = (bytes: Uint8Array) => new Uint8Array(snappy.compress(bytes));
const GARBAGE = Uint8Array.from({ length: 4096 }, (_, i) => (i * 131 + 7) % 256);

interface PrometheusError {
  status: string;
  errorType: string;
  error: string;
}

/** Each is told in the protocol's own form, nothing that was there before is lost, and no process ends of it. */
describe("bad input", () => {
  const kept = `bad_input_${Date.now()}`;
  const at = Date.now();
  let web: number | null = null;

  const fetchFrom = (path: string, init: RequestInit = {}, token: string = inject("adminToken")) =>
    fetch(`${inject("baseUrl")}${path}`, {
      ...init,
      headers: { ...credentials.Bearer(token), ...(init.headers as Record<string, string>) },
    });
  const write = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, token?: string) =>
    fetchFrom("/api/v1/write", { method: "POST", headers: { ...REMOTE_WRITE, ...headers }, body }, token);
  const ask = (form: Record<string, string>, path = "query", token?: string) =>
    fetchFrom(`/api/v1/${path}`, { method: "POST", body: new URLSearchParams(form) }, token);
  const webProcess = () => (cannotKill === "" ? pidOf(inject("dataFolder"), "next-server") : null);
  const keptValue = async () => {
    const answer = await ask({ query: kept, time: String(at / 1000) });
    return ((await answer.json()) as { data: { result: { value: [number, string] }[] } }).data.result[0]
      ?.value[1];
  };

  beforeAll(async () => {
    web = await webProcess();
    expect((await write(writeRequestBody([{ labels: { __name__: kept }, t: [at], v: [42] }]))).status).toBe(
      204,
    );
  });
  afterAll(async () => {
    expect(await keptValue()).toBe("42");
    expect((await fetchFrom("/healthz")).status).toBe(200);
    expect(await webProcess()).toBe(web);
  });

  it.each([
    ["bytes that are no snappy block", GARBAGE, {}, 400, /snappy/],
    ["a snappy block that is no protobuf", packed(GARBAGE), {}, 400, /\S/],
    ["a message that ends in the middle", packed(Uint8Array.of(10, 200, 1, 10, 4)), {}, 400, /\S/],
    ["JSON", new TextEncoder().encode("{}"), { "content-type": "application/json" }, 415, /x-protobuf/],
    ["gzip", Uint8Array.of(31, 139), { "content-encoding": "gzip" }, 415, /snappy/],
    ["a body of 64 MiB", new Uint8Array(64 * MIB), {}, 413, /larger than/],
    ["a claim of 2 GiB", Uint8Array.of(0x80, 0x80, 0x80, 0x80, 8, 0), {}, 413, /2147483648 bytes/],
  ])("written: %s", async (_, body, headers, status, message) => {
    const response = await write(new Uint8Array(body), headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(message);
  });

  it("written: one bad series among good ones is named, and the good ones are kept", async () => {
    const good = `${kept}_good`;
    const response = await write(
      writeRequestBody([
        { labels: { __name__: good }, t: [at], v: [1] },
        { labels: { job: "nameless" }, t: [at], v: [1] },
        { labels: { __name__: kept }, t: [at], v: [43] },
      ]),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(
      `series {job="nameless"}: the label __name__ is missing\nseries ${kept}: duplicate sample for timestamp\n`,
    );
    expect(await (await ask({ query: good, time: String(at / 1000) })).json()).toMatchObject({
      data: { result: [{ value: [at / 1000, "1"] }] },
    });
  });

  it.each([
    ["a syntax error", "query", { query: "sum by (" }, 400, "bad_data", /1:\d+: parse error/],
    ["an unknown function", "query", { query: "nothing(up)" }, 400, "bad_data", /unknown function with name/],
    ["no query at all", "query", {}, 400, "bad_data", /no expression found/],
    ["a nest of 100,000 brackets", "query", { query: "(".repeat(100_000) }, 400, "bad_data", /\S/],
    [
      "a year at every second",
      "query_range",
      { query: "up", start: "1", end: "31536000", step: "1" },
      400,
      "bad_data",
      /exceeded maximum resolution of 11,000 points/,
    ],
    ["a query of 2 MiB", "query", { query: `up or ${"x".repeat(2 * MIB)}` }, 413, "bad_data", /larger than/],
  ])("asked: %s", async (_, path, form, status, errorType, message) => {
    const response = await ask(form, path);
    const body = (await response.json()) as PrometheusError;
    expect({ status: response.status, said: body.status, errorType: body.errorType }).toEqual({
      status,
      said: "error",
      errorType,
    });
    expect(body.error).toMatch(message);
    expect(body.error.length).toBeLessThan(2_000);
  });

  it("asked: an unknown metric is an empty answer, as Prometheus gives it", async () => {
    for (const [path, form, resultType] of [
      ["query", {}, "vector"],
      ["query_range", { start: String(at / 1000 - 60), end: String(at / 1000), step: "15" }, "matrix"],
    ] as const) {
      const response = await ask({ query: "no_such_metric_anywhere", ...form }, path);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: "success", data: { resultType, result: [] } });
    }
  });

  it("refuses a wrong token, in each protocol's form, and takes nothing from it", async () => {
    const wrong = "evk_no-such-token";
    const written = await write(
      writeRequestBody([{ labels: { __name__: `${kept}_no` }, t: [at], v: [1] }]),
      {},
      wrong,
    );
    expect(written.status).toBe(401);
    const asked = await ask({ query: kept }, "query", wrong);
    expect(asked.status).toBe(401);
    expect(asked.headers.get("www-authenticate")).toMatch(/Bearer|Basic/);
    expect(await asked.json()).toMatchObject({ status: "error", errorType: "unauthorized" });
    const own = await fetchFrom("/api/alarms", {}, wrong);
    expect(own.status).toBe(401);
    expect(own.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(await (await ask({ query: `${kept}_no`, time: String(at / 1000) })).json()).toMatchObject({
      data: { result: [] },
    });
  });

  it("refuses a viewer's token what is above a viewer", async () => {
    const { token } = await askProduct<{ token: string }>("/api/tokens", { name: "reader", role: "viewer" });
    expect((await ask({ query: kept }, "query", token)).status).toBe(200);
    const body = writeRequestBody([{ labels: { __name__: `${kept}_no` }, t: [at], v: [1] }]);
    const written = await write(body, {}, token);
    expect(written.status).toBe(403);
    expect(await written.text()).toMatch(/operator/);
    const started = await fetchFrom("/api/experiments/mysql-primary-down/start", { method: "POST" }, token);
    expect(started.status).toBe(403);
  });

  it.each([
    ["no JSON", "{", 400],
    ["another type", '{"question":7}', 400],
    ["an empty question", '{"question":" "}', 400],
    ["a question of 2,000 letters", JSON.stringify({ question: "x".repeat(2_000) }), 400],
    ["a body of 64 MiB", JSON.stringify({ question: "x".repeat(64 * MIB) }), 413],
  ])("asked of the chat: %s", async (_, body, status) => {
    const response = await fetchFrom("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status, detail: expect.any(String) });
  });
});
