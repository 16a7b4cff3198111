import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { identity, instant, lifecycle } from "../columns";

/** The first four tables hold what better-auth defines; the names of the fields are its own. */
export const users = pgTable("users", {
  ...identity,
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  /** One of `ROLES` (lib/core/context). */
  role: text("role").notNull().default("viewer"),
  ...lifecycle,
});

export const sessions = pgTable(
  "sessions",
  {
    ...identity,
    token: text("token").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    ...lifecycle,
  },
  // Signing a person out everywhere.
  (t) => [index("sessions_user_idx").on(t.userId)],
);

export const accounts = pgTable(
  "accounts",
  {
    ...identity,
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: instant("access_token_expires_at"),
    refreshTokenExpiresAt: instant("refresh_token_expires_at"),
    scope: text("scope"),
    /** scrypt hash, made by better-auth. */
    password: text("password"),
    ...lifecycle,
  },
  // Read at each sign-in.
  (t) => [index("accounts_user_idx").on(t.userId)],
);

export const verifications = pgTable(
  "verifications",
  {
    ...identity,
    /** For a one-time sign-in link: the hash of its token. */
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    ...lifecycle,
  },
  (t) => [index("verifications_identifier_idx").on(t.identifier)],
);

export const apiTokens = pgTable("api_tokens", {
  ...identity,
  name: text("name").notNull(),
  /** SHA-256 in hex. A token holds 256 random bits, so a slow hash would add nothing. */
  hash: text("hash").notNull().unique(),
  prefix: text("prefix").notNull(),
  role: text("role").notNull(),
  createdBy: text("created_by").notNull(),
  lastUsedAt: instant("last_used_at"),
  expiresAt: instant("expires_at"),
  revokedAt: instant("revoked_at"),
  ...lifecycle,
});

/** Keys that every web process must share, made at first use. */
export const secrets = pgTable("secrets", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  ...lifecycle,
});
