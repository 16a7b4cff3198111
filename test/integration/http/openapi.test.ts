import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { OPERATIONS } from "@/app/api/openapi.json/operations";
import { GET as openapi } from "@/app/api/openapi.json/route";
import { resources } from "@/db/schema/resources";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import type { RouteHandler } from "@/lib/http/route";
import { seedInstallation } from "@/lib/worker/seed";
import { testContext } from "../../support/context";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const TOKEN = "admin-token-of-this-test-0007";
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** Described elsewhere: by Prometheus and OTLP, by better-auth; and the description itself. */
const ELSEWHERE = /^app\/api\/(?:v1|auth|openapi\.json)\//;
/** Never ends. */
const STREAMS = new Set(["/api/live"]);

/** What an answer cannot do without. */
const QUERIES: Readonly<Record<string, string>> = {
  "/api/localisation": "?node=cvm-1",
  "/api/runs": "?from=0&to=2000000000000",
  "/api/topology/impact": "?zone=zone-a",
  "/api/topology/search": "?q=redis%20behind%20pay",
};

const nameOf = (method: string, file: string) => `${method} /${path.dirname(file).slice("app/".length)}`;

describe("/api/openapi.json", () => {
  let database: TestDatabase;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const call = (handler: RouteHandler, at: string) =>
    handler(new Request(`http://127.0.0.1:3000${at}`, { headers }), { params: Promise.resolve({}) });

  beforeAll(async () => {
    database = await testDatabase();
    const services = useServices(database);
    await ensureAdminToken(database.db, TOKEN);
    await seedInstallation(testContext(database.db, services));
    await database.db
      .insert(resources)
      .values({ id: "cvm-1", product: "cvm", zone: "zone-a", origin: "declared" });
  });
  afterAll(() => database.drop());

  it("describes every route of our own REST, and none that is not there", async () => {
    const there: string[] = [];
    for (const file of globSync("app/api/**/route.ts", { cwd: root })) {
      if (ELSEWHERE.test(file)) continue;
      const handlers = (await import(path.join(root, file))) as Record<string, unknown>;
      there.push(...METHODS.filter((method) => handlers[method]).map((method) => nameOf(method, file)));
    }
    const described = OPERATIONS.map(({ method, path: at }) => `${method} ${at}`);
    expect(described.sort()).toEqual(there.sort());
  });

  const plain = OPERATIONS.filter(
    ({ method, path: at, answer }) =>
      method === "GET" && !at.includes("[") && answer instanceof z.ZodType && !STREAMS.has(at),
  );
  it.each(plain.map((operation) => [operation.path, operation] as const))(
    "%s answers as it is described",
    async (at, { answer }) => {
      const { GET } = (await import(path.join(root, `app${at}/route.ts`))) as { GET: RouteHandler };
      const response = await call(GET, `${at}${QUERIES[at] ?? ""}`);
      expect(response.status).toBe(200);
      // By the JSON Schema of the document itself, read back: what a client would check.
      const schema = z.toJSONSchema(answer as z.ZodType, { io: "output", unrepresentable: "any" });
      const read = z.fromJSONSchema(schema);
      expect(read.safeParse(await response.json())).toMatchObject({ success: true });
    },
  );

  it("is a document whose references lead somewhere and whose operations have names of their own", async () => {
    const response = await call(openapi, "/api/openapi.json");
    const text = await response.text();
    const document = JSON.parse(text) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { operationId: string; parameters: { name: string; in: string }[] }>
      >;
    };
    expect(document.openapi).toBe("3.1.0");
    for (const [, reference] of text.matchAll(/"\$ref":"#\/([^"]*)"/g)) {
      const found = (reference ?? "")
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
      expect(found).toBeTypeOf("object");
    }
    const operations = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.values(methods).map((operation) => ({ at, ...operation })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    // Each name in braces is a parameter, and the other way round.
    for (const { at, parameters } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(inPath).toEqual([...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });
});
