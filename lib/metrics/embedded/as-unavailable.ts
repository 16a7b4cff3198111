import { UnavailableError } from "@/lib/core/errors";

/**
 * Codes with which the driver or PostgreSQL says that the database cannot be reached now: the socket's own, the
 * driver's CONNECT…/CONNECTION_…, and SQLSTATE classes 08 (connection), 53 (out of resources) and 57P0x (shutting down).
 */
const UNREACHABLE = /^(E[A-Z]+|CONNECT_TIMEOUT|CONNECTION_\w+|08\w{3}|53\w{3}|57P0\d)$/;

const isUnreachable = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" && UNREACHABLE.test(error.code);

/** Runs `work`; a database that cannot be reached becomes UnavailableError, anything else is thrown as it is. */
export async function asUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isUnreachable(cause)) throw cause;
    throw new UnavailableError("The metrics database cannot be reached.", { cause });
  }
}
