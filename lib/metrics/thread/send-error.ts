import { AppError, type ErrorCode } from "@/lib/core/errors";

/** An error as plain data: classes do not cross threads. */
export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Of AppError, or what Node and the database driver call theirs. */
  code: string | undefined;
  /** Null: not one of ours. */
  ours: { code: ErrorCode; retryable: boolean; retryAfterS?: number; place?: string } | null;
}

/** The cause goes no further: its words are part of the stack, which is for the log. */
export function packError(thrown: unknown): SentError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message } = error;
  const cause =
    error.cause instanceof Error ? `\n  caused by ${error.cause.stack ?? error.cause.message}` : "";
  const stack = error.stack === undefined ? undefined : `${error.stack}${cause}`;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (!(error instanceof AppError)) return { name, message, stack, code, ours: null };
  const { retryable, retryAfterS, place } = error;
  return {
    name,
    message,
    stack,
    code,
    ours: {
      code: error.code,
      retryable,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
      ...(place === undefined ? {} : { place }),
    },
  };
}

/** An error that is told apart as the one that was packed: `instanceof` goes by the code. */
export function unpackError({ name, message, stack, code, ours }: SentError): Error {
  const error = ours === null ? new Error(message) : new AppError(ours.code, message, ours);
  Object.assign(error, { name, stack });
  return ours === null && code !== undefined ? Object.assign(error, { code }) : error;
}
