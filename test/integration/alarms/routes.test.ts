import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as getAlarms } from "@/app/api/alarms/route";
import { POST as acknowledge } from "@/app/api/alarms/[id]/acknowledge/route";
import { GET as getEvent } from "@/app/api/events/[slug]/route";
import { POST as start } from "@/app/api/experiments/[id]/start/route";
import { POST as scan } from "@/app/api/risk/scan/route";
import { GET as getRuns } from "@/app/api/runs/route";
import { GET as getAlerts } from "@/app/api/v1/alerts/route";
import { GET as getRules } from "@/app/api/v1/rules/route";
import { apiTokens } from "@/db/schema/auth";
import { seedAlarmRules } from "@/lib/alarms";
import { alarmListSchema } from "@/lib/alarms/schemas";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { hashToken, tokenPrefix } from "@/lib/auth/token";
import type { RouteHandler } from "@/lib/http/route";
import { riskViewSchema } from "@/lib/risk/schemas";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const ADMIN = "admin-token-of-this-test-0002";
const VIEWER = "viewer-token-of-this-test-002";
let database: TestDatabase;
let seeded: number;

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
  seeded = await seedAlarmRules(testContext(database.db), true);
});
afterAll(() => database.drop());

async function call(
  handler: RouteHandler,
  path: string,
  { params = {}, method = "GET", token = ADMIN } = {},
) {
  const request = new Request(`http://127.0.0.1:3000${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("routes of alarms, events, experiments and risk", () => {
  it("answer in the shape that the browser parses", async () => {
    const alarms = await call(getAlarms, "/api/alarms");
    expect(alarmListSchema.parse(alarms.body)).toEqual({
      alarms: [],
      watch: { evaluatedAt: null, rules: seeded, failing: 0 },
    });
    const scanned = await call(scan, "/api/risk/scan", { method: "POST" });
    expect(riskViewSchema.parse(scanned.body).score).toBeNull();
  });

  it("speak the format of Prometheus under /api/v1, errors included", async () => {
    expect((await call(getAlerts, "/api/v1/alerts")).body).toEqual({
      status: "success",
      data: { alerts: [] },
    });
    const rules = await call(getRules, "/api/v1/rules?type=alert");
    expect(rules.body).toMatchObject({ status: "success", data: { groups: [{ name: "evenkeel" }] } });
    expect(await call(getRules, "/api/v1/rules?type=wrong")).toMatchObject({
      status: 400,
      body: { status: "error", errorType: "bad_data", error: expect.stringContaining('"wrong"') },
    });
  });

  it.each([
    ["half a window", getAlarms, "/api/alarms?from=1", {}, 400],
    ["a word for a time", getRuns, "/api/runs?from=yesterday&to=2", {}, 400],
    ["a time that no calendar has", getAlarms, "/api/alarms?from=0&to=9007199254740991", {}, 400],
    ["a time before all calendars", getRuns, "/api/runs?from=-8640000000000000&to=0", {}, 400],
    ["a text that cannot be stored", getEvent, "/api/events/x", { slug: "a\u0000b" }, 400],
    ["no window", getRuns, "/api/runs", {}, 400],
    ["an event that is not there", getEvent, "/api/events/none", { slug: "none" }, 404],
  ] as const)("refuse %s", async (_, handler, path, params, status) => {
    expect((await call(handler, path, { params })).status).toBe(status);
  });

  it.each([
    ["acknowledge", acknowledge, { id: "00000000-0000-7000-8000-000000000000" }, 404],
    ["start", start, { id: "none" }, 404],
  ] as const)("let an operator %s, and no viewer", async (_, handler, params, status) => {
    expect((await call(handler, "/x", { params, method: "POST" })).status).toBe(status);
    expect((await call(handler, "/x", { params, method: "POST", token: VIEWER })).status).toBe(403);
    expect((await call(handler, "/x", { params, method: "POST", token: "wrong" })).status).toBe(401);
  });

  it("refuse an id that is none, and name the place", async () => {
    const answer = await call(acknowledge, "/x", { params: { id: "7" }, method: "POST" });
    expect(answer).toMatchObject({ status: 400, body: { place: "id" } });
  });
});
