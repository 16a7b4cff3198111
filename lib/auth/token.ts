import { createHash, randomBytes } from "node:crypto";

/** Makes a token of ours easy to find for secret scanners. */
const PREFIX = "evk_";

/** 256 random bits. */
export function generateToken(): string {
  return `${PREFIX}${randomBytes(32).toString("base64url")}`;
}

/** What is stored in place of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Enough to tell one token from another, far too little to guess the rest. */
export function tokenPrefix(token: string): string {
  return token.slice(0, PREFIX.length + 4);
}
