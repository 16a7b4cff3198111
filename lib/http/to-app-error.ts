import { hasCode, isDatabaseAway } from "@/lib/core/database-away";
import { AppError, InvalidError, UnavailableError } from "@/lib/core/errors";
import { z } from "zod";

/** PostgreSQL's text and JSON have no U+0000. */
const TEXT_NOT_STORABLE = new Set([
  "22021", // character_not_in_repertoire
  "22P05", // untranslatable_character
]);

/** The one place where anything that was thrown becomes an error which is safe to show. The cause is kept. */
export function toAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return fromZod(error);
  if (isDatabaseAway(error)) {
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
