/** PostgreSQL's code for a broken unique index; drizzle wraps the driver's error. @see PostgreSQL, appendix A */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "23505") || isUniqueViolation(error.cause);
}
