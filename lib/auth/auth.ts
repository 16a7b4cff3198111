import { randomUUID } from "node:crypto";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import type { Database } from "@/db/client";
import * as tables from "@/db/schema/auth";
import { env } from "@/lib/core/env";
import { DAY_MS, SECOND_MS } from "@/lib/core/time";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "./constants";
import { loadSecret } from "./secret";
import { signInLinkPlugin } from "./sign-in-link-plugin";

export type Auth = ReturnType<typeof createAuth>;

const opened = new WeakMap<Database, Promise<Auth>>();

/** better-auth on this database; made at first use, because its secret is stored there. */
export function openAuth(db: Database): Promise<Auth> {
  let auth = opened.get(db);
  if (!auth) {
    auth = loadSecret(db).then((secret) => createAuth(db, secret));
    // A database that was away at the first try must not be remembered as broken.
    auth.catch(() => opened.delete(db));
    opened.set(db, auth);
  }
  return auth;
}

function createAuth(db: Database, secret: string) {
  const { EVENKEEL_BASE_URL, HOST, PORT } = env();
  const baseURL = EVENKEEL_BASE_URL ?? `http://${HOST}:${PORT}`;
  return betterAuth({
    appName: "Evenkeel",
    secret,
    baseURL,
    basePath: "/api/auth",
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: tables.users,
        session: tables.sessions,
        account: tables.accounts,
        verification: tables.verifications,
      },
      transaction: true,
    }),
    // Accounts are made by an administrator, never by whoever reaches the page.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    user: {
      additionalFields: { role: { type: "string", required: true, defaultValue: "viewer", input: false } },
    },
    session: { expiresIn: (30 * DAY_MS) / SECOND_MS, updateAge: DAY_MS / SECOND_MS },
    // `lib/auth/sign-in-limiter.ts` counts tries by account: addresses are what a proxy says they are.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "evenkeel",
      database: { generateId: () => randomUUID() },
      useSecureCookies: baseURL.startsWith("https:"),
      // `lib/auth/same-origin.ts` does this for every route alike, by the address that the browser really used.
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    telemetry: { enabled: false },
    // A wrong password is an answer, not an event of the log.
    logger: { level: "error" },
    plugins: [signInLinkPlugin()],
  });
}
