import { AppError, InvalidError, UnavailableError } from "@/lib/core/errors";
import { z } from "zod";

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

/** PostgreSQL's text and JSON have no U+0000. */
const TEXT_NOT_STORABLE = new Set([
  "22021", // character_not_in_repertoire
  "22P05", // untranslatable_character
]);

/** The one place where anything that was thrown becomes an error which is safe to show. The cause is kept. */
export function toAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return fromZod(error);
  if (hasCode(error, DATABASE_AWAY)) {
    return new UnavailableError("The database does not answer at the moment: try again shortly.", {
      cause: error,
    });
  }
  if (hasCode(error, TEXT_NOT_STORABLE))
    return new InvalidError("A text holds the character U+0000, which cannot be stored.", { cause: error });
  return new AppError("internal", `Something went wrong here; the log has it under request ${requestId}.`, {
    cause: error,
  });
}

function fromZod(error: z.ZodError): InvalidError {
  const [first] = error.issues;
  const place = first?.path.join(".") ?? "";
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : "";
  return new InvalidError(`${place === "" ? "" : `${place}: `}${first?.message ?? "not valid"}${more}`, {
    cause: error,
    ...(place === "" ? {} : { place }),
  });
}

/** Whether the error or one of its causes has one of these codes. */
function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && codes.has(String(at.code))) return true;
  }
  return false;
}
