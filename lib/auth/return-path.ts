/** Where people land who asked for no page of their own. */
export const HOME_PATH = "/timeline";
/** Any of our addresses is far shorter; a longer one is no page that somebody asked for. */
const PATH_LENGTH_MAX = 2_000;
/** Stands for our own origin; nothing is sent there. */
const SELF = "http://self.invalid";

/**
 * The page to show after signing in. What comes in by the address is a stranger's choice: only a path of our own pages is
 * taken, never another site, however it is spelt (`//evil`, `/\evil`, a scheme, control characters).
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== "string" || wanted.length > PATH_LENGTH_MAX) return HOME_PATH;
  // Browsers read a backslash as a slash and leave out tabs and line feeds.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted) || !URL.canParse(wanted, SELF)) return HOME_PATH;
  const { origin, pathname, search, hash } = new URL(wanted, SELF);
  const isPage = origin === SELF && !/^\/(?:sign-in|api|_next)(?:\/|$)/.test(pathname) && pathname !== "/";
  // A path such as `/.//evil` becomes `//evil` when it is resolved.
  return isPage && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : HOME_PATH;
}

/** The address of the sign-in page that comes back to this one. */
export function signInPath(asked: URL): string {
  const query = new URLSearchParams(asked.search);
  // Next.js marks its own requests for parts of a page.
  query.delete("_rsc");
  const text = query.toString();
  const wanted = returnPath(`${asked.pathname}${text === "" ? "" : `?${text}`}`);
  return wanted === HOME_PATH ? "/sign-in" : `/sign-in?${new URLSearchParams({ next: wanted })}`;
}
