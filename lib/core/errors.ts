/** Every way a verb can fail. Mapped to HTTP once, in `lib/http`. */
export const ERROR_CODES = [
  "not_found",
  "forbidden",
  "unauthenticated",
  "conflict",
  "invalid",
  "limit",
  "timeout",
  "unavailable",
  "upstream",
  "internal",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface AppErrorOptions {
  cause?: unknown;
  /** True when the same call may succeed later without a change. */
  retryable?: boolean;
  /** Whole seconds after which another try makes sense. Means `retryable`. */
  retryAfterS?: number;
  /** Where in the input the fault lies: a field path, a line and column, a byte offset. */
  place?: string;
}

/** Known in every copy of this module: Next.js gives pages, route handlers and reloads their own. */
const BRAND = Symbol.for("evenkeel.app-error");

/** The classes below; those that others derive from them are known as JavaScript knows classes. */
const CODE_OF = new Map<unknown, ErrorCode>();

/** Base of all errors that we throw on purpose. `message` is one sentence that is safe to show. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterS: number | undefined;
  readonly place: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? options.retryAfterS !== undefined;
    this.retryAfterS = options.retryAfterS;
    this.place = options.place;
  }

  /** An error of another copy of this module, or out of another thread, is one of ours too: it is known by its code. */
  static [Symbol.hasInstance](value: unknown): boolean {
    const isOurs = value instanceof Error && BRAND in value;
    if (!isOurs || this === AppError) return isOurs;
    const code = CODE_OF.get(this);
    if (code !== undefined) return "code" in value && value.code === code;
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}
Object.defineProperty(AppError.prototype, BRAND, { value: true });

export class NotFoundError extends AppError {
  constructor(what: string, id: string) {
    super("not_found", `There is no ${what} ${JSON.stringify(id)}.`);
  }
}

export class ForbiddenError extends AppError {
  constructor(needs: string) {
    super("forbidden", `This needs the role ${needs}.`);
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = "Sign in, or send a valid token as `Authorization: Bearer TOKEN`.") {
    super("unauthenticated", message);
  }
}

export class ConflictError extends AppError {
  constructor(what: string, id: string, why: string) {
    super("conflict", `${what} ${id} ${why}.`);
  }
}

export class InvalidError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super("invalid", message, options);
  }
}

/** A bound was passed: body size, sample budget, number of series. */
export class LimitError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super("limit", message, options);
  }
}

export class TimeoutError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super("timeout", message, { retryable: true, ...options });
  }
}

/** We cannot serve this now (database away, queue full); the caller should try again. */
export class UnavailableError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super("unavailable", message, { retryable: true, ...options });
  }
}

/** A system that we depend on failed or answered out of its format. */
export class UpstreamError extends AppError {
  constructor(message: string, options: AppErrorOptions = {}) {
    super("upstream", message, { retryable: true, ...options });
  }
}

for (const [constructor, code] of [
  [NotFoundError, "not_found"],
  [ForbiddenError, "forbidden"],
  [UnauthenticatedError, "unauthenticated"],
  [ConflictError, "conflict"],
  [InvalidError, "invalid"],
  [LimitError, "limit"],
  [TimeoutError, "timeout"],
  [UnavailableError, "unavailable"],
  [UpstreamError, "upstream"],
] as const) {
  CODE_OF.set(constructor, code);
}
