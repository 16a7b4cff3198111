import { z } from "zod";
import { unixMsSchema } from "@/lib/core/time-schema";
import { ROLES } from "@/lib/core/context";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "./constants";

const password = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);
const name = z.string().trim().min(1).max(80);

/** `GET /api/me`. Times are Unix ms. */
export const meSchema = z.object({
  id: z.string(),
  kind: z.enum(["user", "token", "system"]),
  name: z.string(),
  role: z.enum(ROLES),
  /** Null for a token. */
  email: z.string().nullable(),
  /** Whether a password is set: the first administrator has none until they choose one. */
  hasPassword: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** `PATCH /api/me`: what people may change of their own account. Answers with `meSchema`. */
export const updateMeSchema = z.object({ name: name.optional(), email: z.email().max(200).optional() });
export type UpdateMe = z.infer<typeof updateMeSchema>;

/** `POST /api/me/password`. `currentPassword` is needed where one is set. Other sessions are signed out. */
export const changePasswordSchema = z.object({
  currentPassword: z.string().optional(),
  newPassword: password,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

export const tokenViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** First characters of the token, to tell one from another. */
  prefix: z.string(),
  createdBy: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export type TokenView = z.infer<typeof tokenViewSchema>;

/** `GET /api/tokens` (admin), newest first. */
export const tokenListSchema = z.object({ tokens: z.array(tokenViewSchema) });

/** `POST /api/tokens` (admin). */
export const createTokenSchema = z.object({
  name,
  role: z.enum(ROLES).default("viewer"),
  /** Unix ms; absent: until revoked. */
  expiresAt: unixMsSchema.optional(),
});
export type CreateToken = z.infer<typeof createTokenSchema>;
/** The only time that the token itself is shown. */
export const createdTokenSchema = tokenViewSchema.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof createdTokenSchema>;

/** `DELETE /api/tokens/[id]` revokes and answers with the token's view. */
export const tokenIdSchema = z.object({ id: z.uuid() });

export const userViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  createdAt: z.number(),
});
export type UserView = z.infer<typeof userViewSchema>;

/** `GET /api/users` (admin), by name. */
export const userListSchema = z.object({ users: z.array(userViewSchema) });

/** `POST /api/users` (admin). */
export const createUserSchema = z.object({
  name,
  email: z.email().max(200),
  password,
  role: z.enum(ROLES).default("viewer"),
});
export type CreateUser = z.infer<typeof createUserSchema>;

/** `PATCH /api/users/[id]` (admin). A new password signs the person out everywhere. `DELETE` removes the account. */
export const userIdSchema = z.object({ id: z.uuid() });
export const updateUserSchema = z.object({
  name: name.optional(),
  role: z.enum(ROLES).optional(),
  password: password.optional(),
});
export type UpdateUser = z.infer<typeof updateUserSchema>;

/** `POST /api/auth/sign-in/link`: uses up the one-time link and sets the session cookie. */
export const signInLinkSchema = z.object({ token: z.string().min(1).max(200) });
