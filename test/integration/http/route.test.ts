import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { apiTokens } from "@/db/schema/auth";
import { hashToken, tokenPrefix } from "@/lib/auth/token";
import { ConflictError, LimitError } from "@/lib/core/errors";
import { prometheusRoute } from "@/lib/http/prometheus-route";
import { route } from "@/lib/http/route";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const ADMIN = "admin-token-of-this-test-0001";
const VIEWER = "viewer-token-of-this-test-001";
const none = { params: Promise.resolve({}) };

function request(path = "/x", init: RequestInit = {}, token = ADMIN): Request {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
  return new Request(`http://127.0.0.1:3000${path}`, { ...init, headers });
}

describe("route", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    useServices(database);
    await ensureAdminToken(database.db, ADMIN);
    const viewer = {
      name: "v",
      hash: hashToken(VIEWER),
      prefix: tokenPrefix(VIEWER),
      role: "viewer",
      createdBy: "t",
    };
    await database.db.insert(apiTokens).values(viewer);
  });
  afterAll(() => database.drop());

  const echo = route({
    role: "viewer",
    query: z.object({ n: z.coerce.number().int() }),
    handle: ({ ctx, query }) => ({ n: query.n, who: ctx.actor.name }),
  });

  it("answers with JSON", async () => {
    const response = await echo(request("/x?n=4"), none);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ n: 4, who: "ADMIN_TOKEN" });
  });

  it("refuses a call without credentials, and names the scheme", async () => {
    const response = await echo(new Request("http://127.0.0.1/x?n=4"), none);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("Bearer");
    expect(await response.json()).toMatchObject({ code: "unauthenticated", status: 401 });
  });

  it.each([
    ["a wrong token", { authorization: "Bearer wrong" }],
    ["an empty token", { authorization: "Bearer " }],
    ["a wrong password", { authorization: `Basic ${btoa("me:wrong")}` }],
    ["a forged cookie", { cookie: "evenkeel.session_token=abc.def" }],
  ])("refuses %s", async (_what, headers) => {
    const response = await echo(new Request("http://127.0.0.1/x?n=4", { headers }), none);
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  it("takes the token as the password of Basic too", async () => {
    const headers = { authorization: `Basic ${btoa(`grafana:${ADMIN}`)}` };
    expect((await echo(new Request("http://127.0.0.1/x?n=4", { headers }), none)).status).toBe(200);
  });

  it("names the place of each fault", async () => {
    const response = await echo(request("/x?n=four"), none);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid", place: "n", errors: [{ place: "n" }] });
  });

  it("refuses a role that is too low", async () => {
    const operate = route({ role: "operator", handle: () => "done" });
    const response = await operate(request("/x", {}, VIEWER), none);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ detail: "This needs the role operator." });
  });

  it("reads no more of a body than it takes", async () => {
    const take = route({ role: "viewer", body: z.unknown(), bodyBytesMax: 10, handle: () => undefined });
    const send = (body: BodyInit) => take(request("/x", { method: "POST", body }), none);
    expect((await send("[1,2]")).status).toBe(204);
    expect((await send("[1,2,3,4,5,6]")).status).toBe(413);
    expect(await (await send("[1,")).json()).toMatchObject({ code: "invalid", place: "body" });
  });

  it("maps our errors, and keeps the words of unknown ones to itself", async () => {
    const fail = (failure: Error) => route({ role: "viewer", handle: () => Promise.reject(failure) });
    expect((await fail(new ConflictError("run", "1", "is over"))(request(), none)).status).toBe(409);
    const internal = await fail(new Error("password=secret"))(request(), none);
    expect(internal.status).toBe(500);
    expect(await internal.text()).not.toContain("secret");
  });

  it("says that the database is away, not that something broke", async () => {
    const gone = Object.assign(new Error("x"), { code: "ECONNREFUSED" });
    const away = route({
      role: "viewer",
      handle: () => Promise.reject(new Error("query failed", { cause: gone })),
    });
    const response = await away(request(), none);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
  });

  describe("prometheusRoute", () => {
    it("joins the form of the address and of the body, in the envelope of Prometheus", async () => {
      const ask = prometheusRoute({
        role: "viewer",
        handle: ({ form }) => Promise.resolve({ data: [...form], warnings: ["w"] }),
      });
      const init = {
        method: "POST",
        body: "query=up",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      };
      const response = await ask(request("/api/v1/query?time=1", init), none);
      expect(await response.json()).toEqual({
        status: "success",
        data: [
          ["time", "1"],
          ["query", "up"],
        ],
        warnings: ["w"],
      });
    });

    it("gives errors as Prometheus does", async () => {
      const fail = prometheusRoute({
        role: "viewer",
        handle: () => Promise.reject(new LimitError("too many")),
      });
      const response = await fail(request(), none);
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({ status: "error", errorType: "execution", error: "too many" });
      const denied = await fail(request("/x", {}, "wrong"), none);
      expect(denied.status).toBe(401);
      expect(await denied.json()).toMatchObject({ status: "error", errorType: "unauthorized" });
    });
  });
});
