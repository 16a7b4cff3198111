import { z } from "zod";
import { openAuth } from "@/lib/auth/auth";
import { requireSameOrigin } from "@/lib/auth/same-origin";
import { SignInLimiter } from "@/lib/auth/sign-in-limiter";
import { NotFoundError } from "@/lib/core/errors";
import { processSingleton } from "@/lib/core/once";
import { getServices } from "@/lib/runtime/services";
import { requestIdOf } from "./open-context";
import { problemResponse } from "./problem";
import { readText } from "./read-body";
import { reportError } from "./report-error";
import { TooManyRequestsError } from "./status";
import { toAppError } from "./to-app-error";

/**
 * Of better-auth's many endpoints those which our pages use; everything else has a verb of ours. Who is signed in is told
 * by `/api/me`: better-auth's own answer holds the session's token, which no script may read.
 */
const PATHS = new Set(["/api/auth/sign-in/email", "/api/auth/sign-in/link", "/api/auth/sign-out"]);
const BODY_BYTES_MAX = 16_384;

const getLimiter = processSingleton("sign-in-limiter", () => new SignInLimiter());
const emailSchema = z.object({ email: z.string() });

/** Sign-in, sign-out and the session, by better-auth; with our origin check and our limit on guessing before it. */
export async function handleAuth(request: Request): Promise<Response> {
  const requestId = requestIdOf(request);
  try {
    const { pathname } = new URL(request.url);
    if (!PATHS.has(pathname)) throw new NotFoundError("endpoint", pathname);
    requireSameOrigin(request);
    const body = await readText(request, BODY_BYTES_MAX);
    if (pathname.endsWith("/sign-in/email")) limitTries(body);
    const auth = await openAuth(getServices().db);
    const { url, method, headers } = request;
    return await auth.handler(new Request(url, { method, headers, body }));
  } catch (thrown) {
    const error = toAppError(thrown, requestId);
    reportError(error, request, requestId);
    return problemResponse(error, requestId);
  }
}

function limitTries(body: string): void {
  const parsed = emailSchema.safeParse(parseJson(body));
  if (!parsed.success) return; // better-auth says what is wrong with it.
  const waitS = getLimiter().count(parsed.data.email.toLowerCase(), Date.now());
  if (waitS > 0) throw new TooManyRequestsError(`Too many tries: wait ${waitS} s.`, waitS);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
