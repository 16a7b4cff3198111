import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST } from "@/app/api/chat/route";
import { readEvents } from "@/components/chat/read-events";
import { type Reply, replySchema, type StreamEvent } from "@/lib/chat/schemas";
import { ask } from "@/lib/chat/ask";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { actingAs, testContext } from "@/test/support/context";
import { testDatabase, type TestDatabase } from "@/test/support/postgres";
import { scriptedModel } from "@/test/support/scripted-model";
import { useServices } from "@/test/support/services";

const TOKEN = "chat-test-token-0123456789abcdef";
let database: TestDatabase;
let services: ReturnType<typeof useServices>;

beforeAll(async () => {
  database = await testDatabase();
  services = useServices(database);
  await ensureAdminToken(database.db, TOKEN);
});
afterAll(async () => {
  await services.metrics.close();
  await database.drop();
});

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request("http://127.0.0.1/api/chat", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}`, ...headers },
    body: JSON.stringify(body),
  });
  return POST(request, { params: Promise.resolve({}) });
}

describe("POST /api/chat", () => {
  it("answers as JSON by default", async () => {
    const response = await post({ question: "mysql cpu" });
    expect(response.status).toBe(200);
    const reply: Reply = replySchema.parse(await response.json());
    expect(reply.answer).toMatch(/^Unknown: there are no samples/);
  });

  it("streams its steps, then the answer", async () => {
    const response = await post({ question: "is anything firing?" }, { accept: "text/event-stream" });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const events: StreamEvent[] = [];
    if (!response.body) throw new Error("no body");
    for await (const event of readEvents(response.body)) events.push(event);
    expect(events.map((e) => e.type)).toEqual(["understood", "answer"]);
  });

  it("tells a fault in the stream itself", async () => {
    const conversationId = "019a9f00-0000-7000-8000-000000000000";
    const response = await post({ question: "help", conversationId }, { accept: "text/event-stream" });
    expect(await response.text()).toContain("event: error");
  });

  it.each([
    ["no question", {}],
    ["an empty question", { question: "   " }],
    ["a question past the limit", { question: "x".repeat(1_001) }],
    ["a zone that does not exist", { question: "help", timezone: "Mars/Olympus" }],
  ])("refuses %s, and names the place", async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });

  it("refuses whoever is not signed in", async () => {
    const response = await post({ question: "help" }, { authorization: "Bearer wrong-token-0123456789" });
    expect(response.status).toBe(401);
  });
});

describe("ask, with a model", () => {
  it("asks the model only what the grammar cannot read, and says that it helped", async () => {
    const model = await scriptedModel(() => ({ arguments: JSON.stringify({ intent: "health" }) }));
    const ctx = actingAs(testContext(database.db, { metrics: services.metrics }), "viewer");
    const config = { baseUrl: model.baseUrl, model: "scripted", apiKey: undefined };
    try {
      const plain = await ask(ctx, { question: "what is the health score?" }, { model: config });
      expect([plain.understoodBy, model.requests.length]).toEqual(["grammar", 0]);
      const helped = await ask(ctx, { question: "blorptastic frumious wellbeing?" }, { model: config });
      expect(helped).toMatchObject({ understoodBy: "model", status: "answered" });
      expect(helped.interpretation).toContain("language model");
      const refused = await ask(ctx, { question: "restart mysql-order-0" }, { model: config });
      expect([refused.status, model.requests.length]).toEqual(["refused", 1]);
    } finally {
      await model.close();
    }
  });
});
