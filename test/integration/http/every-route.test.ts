import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RouteHandler } from "@/lib/http/route";
import { apiTokens } from "@/db/schema/auth";
import { createSignInLink } from "@/lib/auth/create-sign-in-link";
import { hashToken, tokenPrefix } from "@/lib/auth/token";
import { handleAuth } from "@/lib/http/auth-handler";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const VIEWER = "viewer-token-of-this-test-003";
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
/** Answered to anyone, by design: the health check, and the way in. */
const PUBLIC = new Set(["app/healthz/route.ts", "app/api/auth/[...all]/route.ts"]);

const CHANGES = ["POST", "PUT", "PATCH", "DELETE"] as const;
/** What a viewer may send: questions, and changes of their own account. */
const VIEWER_MAY = new Set([
  "POST app/api/chat/route.ts",
  "PATCH app/api/me/route.ts",
  "POST app/api/me/password/route.ts",
  // Views are their owner's own; the state of a diagram is asked for with its nodes in the body.
  "POST app/api/resources/views/route.ts",
  "PATCH app/api/resources/views/[id]/route.ts",
  "DELETE app/api/resources/views/[id]/route.ts",
  "POST app/api/architectures/state/route.ts",
  // Prometheus' endpoints take long queries as forms.
  "POST app/api/v1/format_query/route.ts",
  "POST app/api/v1/labels/route.ts",
  "POST app/api/v1/query/route.ts",
  "POST app/api/v1/query_exemplars/route.ts",
  "POST app/api/v1/query_range/route.ts",
  "POST app/api/v1/series/route.ts",
]);

const files = globSync("app/**/route.{ts,tsx}", { cwd: root }).filter((file) => !PUBLIC.has(file));

describe("every route", () => {
  let database: TestDatabase;
  let cookie: string;
  beforeAll(async () => {
    database = await testDatabase();
    useServices(database);
    await database.db.insert(apiTokens).values({
      name: "v",
      hash: hashToken(VIEWER),
      prefix: tokenPrefix(VIEWER),
      role: "viewer",
      createdBy: "t",
    });
    cookie = await administratorCookie();
  });

  /** Of a session of the first administrator, who may do everything. */
  async function administratorCookie(): Promise<string> {
    const link = new URL(await createSignInLink(database.db, "http://127.0.0.1:3000"));
    const answer = await handleAuth(
      new Request("http://127.0.0.1:3000/api/auth/sign-in/link", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token: link.searchParams.get("token") }),
      }),
    );
    return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  }

  async function changesOf(file: string) {
    const handlers = (await import(path.join(root, file))) as Partial<Record<string, RouteHandler>>;
    return CHANGES.flatMap((method) => {
      const handler = handlers[method];
      const call = async (headers: Record<string, string>) => {
        const request = new Request(`http://127.0.0.1:3000/${path.dirname(file)}`, { method, headers });
        return handler?.(request, { params: Promise.resolve({ id: "x", name: "x" }) });
      };
      return handler ? [{ method, call }] : [];
    });
  }

  it("lets no viewer change anything but what is listed", async () => {
    const allowed: string[] = [];
    for (const file of files) {
      for (const { method, call } of await changesOf(file)) {
        const response = await call({ authorization: `Bearer ${VIEWER}` });
        if (response?.status !== 403) allowed.push(`${method} ${file}`);
      }
    }
    expect(new Set(allowed)).toEqual(VIEWER_MAY);
  });

  it.each(files)("%s takes no change from another site, whoever is signed in", async (file) => {
    for (const { call } of await changesOf(file)) {
      for (const from of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
        const response = await call({ cookie, ...from });
        expect(response?.status).toBe(403);
        expect(await response?.text()).toContain("another site");
      }
    }
  });

  afterAll(() => database.drop());

  it("is found", () => expect(files.length).toBeGreaterThan(3));

  it.each(files)("%s refuses whoever has no credentials, or wrong ones", async (file) => {
    const handlers = (await import(path.join(root, file))) as Partial<Record<string, RouteHandler>>;
    const methods = METHODS.filter((method) => handlers[method] !== undefined);
    expect(methods).not.toEqual([]);
    for (const method of methods) {
      for (const headers of [
        {},
        { authorization: "Bearer wrong" },
        { cookie: "evenkeel.session_token=a.b" },
      ]) {
        const request = new Request(`http://127.0.0.1:3000/${path.dirname(file)}`, { method, headers });
        const response = await handlers[method]?.(request, {
          params: Promise.resolve({ id: "x", name: "x" }),
        });
        expect(response?.status, `${method} ${JSON.stringify(headers)}`).toBe(401);
        const body = (await response?.json()) as Record<string, unknown>;
        const isPrometheus = body.status === "error" && body.errorType === "unauthorized";
        expect(isPrometheus || body.code === "unauthenticated").toBe(true);
      }
    }
  });
});
