import { authenticate } from "@/lib/auth/authenticate";
import { signInPath } from "@/lib/auth/return-path";
import { getServices } from "@/lib/runtime/services";
import { requestIdOf } from "./open-context";
import { problemResponse } from "./problem";
import { reportError } from "./report-error";
import { toAppError } from "./to-app-error";

/**
 * Stops whoever is not signed in before a page is made.
 *
 * @returns null to go on; else the way to the sign-in page, or why nothing can be said at the moment.
 */
export async function guardPage(request: Request): Promise<Response | null> {
  const requestId = requestIdOf(request);
  try {
    if ((await authenticate(getServices().db, request.headers)) !== null) return null;
  } catch (thrown) {
    const error = toAppError(thrown, requestId);
    if (error.code !== "unauthenticated") {
      reportError(error, request, requestId);
      return problemResponse(error, requestId);
    }
  }
  return Response.redirect(new URL(signInPath(new URL(request.url)), request.url), 307);
}
