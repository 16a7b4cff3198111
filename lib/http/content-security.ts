/**
 * What a page of ours may load and run: everything from here and nothing from elsewhere. Scripts within the page must carry
 * the nonce, which Next.js takes from this header of the request; styles may stand in the page, because charts and popovers
 * set them.
 *
 * @param nonce new for each answer.
 * @param dev React's development build evaluates text.
 * @see https://www.w3.org/TR/CSP3/ and https://nextjs.org/docs/app/guides/content-security-policy
 */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
