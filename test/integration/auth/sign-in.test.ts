import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as getMe } from "@/app/api/me/route";
import { POST as setPassword } from "@/app/api/me/password/route";
import { POST as createToken } from "@/app/api/tokens/route";
import { POST as createUser } from "@/app/api/users/route";
import { createSignInLink } from "@/lib/auth/create-sign-in-link";
import { handleAuth } from "@/lib/http/auth-handler";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

const BASE = "http://127.0.0.1:3000";
const none = { params: Promise.resolve({}) };

function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${BASE}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

describe("signing in", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    useServices(database);
  });
  afterAll(() => database.drop());

  async function newLinkToken(): Promise<string> {
    const link = new URL(await createSignInLink(database.db, BASE));
    expect(link.pathname).toBe("/sign-in");
    return link.searchParams.get("token") ?? "";
  }

  async function signInByLink(): Promise<string> {
    const response = await handleAuth(post("/api/auth/sign-in/link", { token: await newLinkToken() }));
    expect(response.status).toBe(200);
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    return cookie.split(";")[0] ?? "";
  }

  it("trades the one-time link for a session of the first administrator", async () => {
    const cookie = await signInByLink();
    const response = await getMe(new Request(`${BASE}/api/me`, { headers: { cookie } }), none);
    expect(await response.json()).toMatchObject({ kind: "user", role: "admin", hasPassword: false });
  });

  it("lets exactly one of several in who use the same link at once", async () => {
    const token = await newLinkToken();
    const tries = await Promise.all(
      [1, 2, 3, 4].map(() => handleAuth(post("/api/auth/sign-in/link", { token }))),
    );
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("refuses a link that is too old or made up", async () => {
    const token = await newLinkToken();
    await database.db.$client`update verifications set expires_at = now() - interval '1 second'`;
    expect((await handleAuth(post("/api/auth/sign-in/link", { token }))).status).toBe(401);
    expect((await handleAuth(post("/api/auth/sign-in/link", { token: "evk_x" }))).status).toBe(401);
    expect((await handleAuth(post("/api/auth/sign-in/link", {}))).status).toBe(400);
  });

  it("takes a change with a cookie only from our own pages", async () => {
    const cookie = await signInByLink();
    const make = (headers: Record<string, string>) =>
      createToken(post("/api/tokens", { name: "t" }, { cookie, host: "127.0.0.1:3000", ...headers }), none);
    expect((await make({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await make({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await make({ origin: "http://evil.example" })).status).toBe(403);
    expect((await make({ origin: "null" })).status).toBe(403);
    expect((await make({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await make({ origin: BASE })).status).toBe(200);
  });

  it("signs a person in with e-mail and password, and out everywhere when the password changes", async () => {
    const cookie = await signInByLink();
    const person = {
      name: "Ann",
      email: "Ann@Example.com",
      password: "correct horse battery",
      role: "operator",
    };
    expect((await createUser(post("/api/users", person, { cookie }), none)).status).toBe(200);
    const enter = (password: string) =>
      handleAuth(post("/api/auth/sign-in/email", { email: "ann@example.com", password }));
    expect((await enter("wrong password")).status).toBe(401);
    const first = (await enter(person.password)).headers.get("set-cookie")?.split(";")[0] ?? "";
    const second = (await enter(person.password)).headers.get("set-cookie")?.split(";")[0] ?? "";
    const me = async (cookie: string) =>
      (await getMe(new Request(`${BASE}/api/me`, { headers: { cookie } }), none)).status;
    const change = { currentPassword: person.password, newPassword: "a new long password" };
    const wrong = { ...change, currentPassword: "not it" };
    expect((await setPassword(post("/api/me/password", wrong, { cookie: first }), none)).status).toBe(400);
    expect((await setPassword(post("/api/me/password", change, { cookie: first }), none)).status).toBe(204);
    expect([await me(first), await me(second)]).toEqual([200, 401]);
    expect((await enter("a new long password")).status).toBe(200);
  });

  it("refuses to guess on and on", async () => {
    const guess = () =>
      handleAuth(post("/api/auth/sign-in/email", { email: "bob@example.com", password: "guess" }));
    for (let i = 0; i < 5; i += 1) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it.each([
    "/api/auth/sign-up/email",
    "/api/auth/update-user",
    "/api/auth/ok",
    "/api/auth/list-sessions",
    "/api/auth/get-session",
  ])("does not open better-auth's %s", async (path) => {
    expect((await handleAuth(post(path, {}))).status).toBe(404);
  });
});
