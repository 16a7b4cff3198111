/** Names of the cookies that carry a reader's taste; the server renders by them, so nothing flashes. */
export const THEME_COOKIE = "theme";
/** `collapsed`: the navigation shows icons only. */
export const NAVIGATION_COOKIE = "navigation";
/** `open`: the chat is docked beside the page. */
export const CHAT_COOKIE = "chat";
/** Width of the docked chat in px. */
export const CHAT_WIDTH_COOKIE = "chat_width";

/** IANA name of the reader's time zone, so that the server writes times as the browser would. */
export const TIMEZONE_COOKIE = "timezone";

const YEAR_S = 31_536_000;

/** Remembers a taste in this browser for a year. */
export function rememberCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
