import type { NextRequest } from "next/server";
import { NextResponse } from "next/server";
import { guardPage } from "@/lib/http/guard-page";

/** Every page but the sign-in page. Route handlers ask for themselves; `_next` holds code and styles, no data. */
export const config = {
  matcher: ["/((?!api/|_next/|healthz$|metrics$|sign-in$|icon\\.svg$|favicon\\.ico$).*)"],
};

export async function proxy(request: NextRequest): Promise<Response> {
  return (await guardPage(request)) ?? NextResponse.next();
}
