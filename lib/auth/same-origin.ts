import { AppError } from "@/lib/core/errors";

const READ_ONLY = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change something with nothing but a cookie as proof. Browsers send the cookie from other sites
 * too, so the request must say that it comes from our own pages.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
 */
export function isSameOrigin(request: Request): boolean {
  if (READ_ONLY.has(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  // A program that is no browser (curl) sends neither.
  if (origin === null) return true;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** @throws AppError `forbidden` when the request comes from another site. */
export function requireSameOrigin(request: Request): void {
  if (isSameOrigin(request)) return;
  throw new AppError(
    "forbidden",
    "This request comes from another site: changes are taken from our own pages only.",
  );
}
