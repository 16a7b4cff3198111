import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RouteHandler } from "@/lib/http/route";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
/** Answered to anyone, by design: the health check, and the way in. */
const PUBLIC = new Set(["app/healthz/route.ts", "app/api/auth/[...all]/route.ts"]);

const files = globSync("app/**/route.{ts,tsx}", { cwd: root }).filter((file) => !PUBLIC.has(file));

describe("every route", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    useServices(database);
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
