/** Codes of `postgres.js` and Node when the server is away: worth another try. */
const DATABASE_AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
]);

/** Whether an error says that the database cannot be reached now. */
export const isDatabaseAway = (error: unknown): boolean => hasCode(error, DATABASE_AWAY);

/** Whether the error or one of its causes has one of these codes. */
export function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && codes.has(String(at.code))) return true;
  }
  return false;
}
