import { randomBytes } from "node:crypto";
import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/http/content-security";
import { guardPage } from "@/lib/http/guard-page";

/** Every page. Route handlers ask for themselves; `_next` holds code and styles, no data. */
export const config = {
  matcher: ["/((?!api/|_next/|healthz$|metrics$|icon\\.svg$|favicon\\.ico$).*)"],
};

export async function proxy(request: NextRequest): Promise<Response> {
  const refusal = request.nextUrl.pathname === "/sign-in" ? null : await guardPage(request);
  if (refusal !== null) return refusal;
  const policy = contentSecurityPolicy(
    randomBytes(16).toString("base64"),
    process.env.NODE_ENV === "development",
  );
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}
