import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { createToken } from "@/lib/accounts/create-token";
import { createUser } from "@/lib/accounts/create-user";
import { deleteUser } from "@/lib/accounts/delete-user";
import { listTokens } from "@/lib/accounts/list-tokens";
import { revokeToken } from "@/lib/accounts/revoke-token";
import { updateUser } from "@/lib/accounts/update-user";
import { ensureAdminToken } from "@/lib/auth/ensure-admin-token";
import { findTokenActor } from "@/lib/auth/find-token-actor";
import { SYSTEM_ACTOR, type Context } from "@/lib/core/context";
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from "@/lib/core/errors";
import { testDatabase, type TestDatabase } from "../../support/postgres";
import { useServices } from "../../support/services";

describe("accounts and tokens", () => {
  let database: TestDatabase;
  let ctx: Context;
  const person = {
    name: "A",
    email: "a@example.com",
    password: "a long enough password",
    role: "admin" as const,
  };

  beforeAll(async () => {
    database = await testDatabase();
    ctx = { actor: SYSTEM_ACTOR, requestId: "test", now: Date.now, ...useServices(database) };
  });
  afterAll(() => database.drop());

  it("makes a token that works until it is revoked, and stores only its hash", async () => {
    const made = await createToken(ctx, { name: "grafana", role: "viewer" });
    expect(await findTokenActor(ctx.db, made.token)).toMatchObject({
      kind: "token",
      name: "grafana",
      role: "viewer",
    });
    expect(JSON.stringify(await database.db.$client`select * from api_tokens`)).not.toContain(made.token);
    expect((await listTokens(ctx)).tokens[0]?.lastUsedAt).not.toBeNull();
    await revokeToken(ctx, made);
    expect(await findTokenActor(ctx.db, made.token)).toBeNull();
    expect((await revokeToken(ctx, made)).revokedAt).not.toBeNull();
    const actions = (await ctx.db.select().from(auditLog)).map(({ action }) => action);
    expect(actions).toEqual(["token.create", "token.revoke"]);
  });

  it("lets a token expire", async () => {
    const made = await createToken(ctx, { name: "short", role: "viewer", expiresAt: Date.now() + 60_000 });
    await database.db
      .$client`update api_tokens set expires_at = now() - interval '1 second' where id = ${made.id}`;
    expect(await findTokenActor(ctx.db, made.token)).toBeNull();
    const past = createToken(ctx, { name: "past", role: "viewer", expiresAt: 1 });
    await expect(past).rejects.toThrow(InvalidError);
  });

  it("replaces the token of the environment", async () => {
    await ensureAdminToken(ctx.db, "first-token-0123456789-abcdef");
    await ensureAdminToken(ctx.db, "second-token-0123456789-abcde");
    expect(await findTokenActor(ctx.db, "first-token-0123456789-abcdef")).toBeNull();
    expect(await findTokenActor(ctx.db, "second-token-0123456789-abcde")).toMatchObject({ role: "admin" });
    await ensureAdminToken(ctx.db, "first-token-0123456789-abcdef");
    expect(await findTokenActor(ctx.db, "first-token-0123456789-abcdef")).toMatchObject({ role: "admin" });
  });

  it("keeps the last administrator", async () => {
    const admin = await createUser(ctx, person);
    await expect(createUser(ctx, { ...person, email: "A@example.com" })).rejects.toThrow(ConflictError);
    await expect(deleteUser(ctx, admin)).rejects.toThrow("is the last administrator");
    await expect(updateUser(ctx, admin.id, { role: "viewer" })).rejects.toThrow("is the last administrator");
    const second = await createUser(ctx, { ...person, email: "b@example.com" });
    await deleteUser(ctx, admin);
    await expect(deleteUser(ctx, admin)).rejects.toThrow(NotFoundError);
    expect(await updateUser(ctx, second.id, { name: "B" })).toMatchObject({ name: "B", role: "admin" });
  });

  it("rejects an operator", async () => {
    const operator: Context = { ...ctx, actor: { ...SYSTEM_ACTOR, role: "operator" } };
    await expect(createToken(operator, { name: "x", role: "admin" })).rejects.toThrow(ForbiddenError);
    await expect(createUser(operator, person)).rejects.toThrow(ForbiddenError);
    await expect(listTokens(operator)).rejects.toThrow(ForbiddenError);
  });
});
