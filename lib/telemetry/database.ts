import { context, trace, type Attributes, type Context } from "@opentelemetry/api";
import { isTracingSuppressed } from "@opentelemetry/core";
import type { Sql } from "@/db/client";
import { env } from "@/lib/core/env";
import { processSingleton } from "@/lib/core/once";
import { SCOPE } from "./constants";
import { addToLevel, record, setLevel } from "./measure";

/** Shorter statements are told by the histogram; in a trace they would hide what matters. Our choice. */
const SPAN_FROM_MS = 2;
const OPERATIONS = new Set([
  "select",
  "insert",
  "update",
  "delete",
  "with",
  "begin",
  "commit",
  "rollback",
  "copy",
]);
const STATEMENT_MAX = 300;

/** The parts of a pending statement of `postgres.js` that tell when it begins and ends. */
interface Pending {
  executed: boolean;
  strings: readonly string[];
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}
interface PendingPrototype {
  handle: (this: Pending) => unknown;
}

/**
 * Measures every statement of the driver, on whatever pool: it has no hook of its own for that. Statements travel with
 * placeholders, so their text holds no values.
 *
 * @param sql any pool: all statements share one prototype.
 * @param connectionsMax size of the pool that most statements go through.
 */
export function measureStatements(sql: Sql, connectionsMax: number): void {
  if (env().OTEL_SDK_DISABLED) return;
  setLevel("evenkeel_database_connections_max", connectionsMax);
  patchOnce(sql)();
}

const patchOnce = (sql: Sql) =>
  processSingleton("telemetry-statements", () => {
    const prototype = prototypeOf(sql);
    const original = prototype.handle;
    prototype.handle = function handle(this: Pending) {
      if (!this.executed) watch(this);
      return original.call(this);
    };
  });

/** Safe because a statement is only sent when somebody waits for it, and nobody does for this one. */
function prototypeOf(sql: Sql): PendingPrototype {
  return Object.getPrototypeOf(sql.unsafe("select 1")) as PendingPrototype;
}

function watch(pending: Pending): void {
  const began = performance.now();
  const startedAt = Date.now();
  const parent = context.active();
  const { resolve, reject } = pending;
  addToLevel("evenkeel_database_queries_running", 1);
  let ended = false;
  const end = (failure: unknown): void => {
    // A connection that breaks after the answer fails its statements again.
    if (ended) return;
    ended = true;
    const durationMs = performance.now() - began;
    addToLevel("evenkeel_database_queries_running", -1);
    const statement = pending.strings[0]?.trim() ?? "";
    const operation = /^[a-z]+/i.exec(statement)?.[0]?.toLowerCase() ?? "";
    record("evenkeel_database_query_duration_seconds", durationMs / 1_000, {
      operation: OPERATIONS.has(operation) ? operation : "other",
      outcome: failure === undefined ? "ok" : "error",
    });
    if (durationMs >= SPAN_FROM_MS || failure !== undefined)
      addSpan(parent, { statement: pending.strings.join("?"), operation, startedAt, durationMs, failure });
  };
  pending.resolve = (value) => {
    end(undefined);
    resolve.call(pending, value);
  };
  pending.reject = (reason) => {
    end(reason ?? new Error("unknown"));
    reject.call(pending, reason);
  };
}

interface Ended {
  statement: string;
  operation: string;
  startedAt: number;
  durationMs: number;
  failure: unknown;
}

function addSpan(parent: Context, { statement, operation, startedAt, durationMs, failure }: Ended): void {
  if (isTracingSuppressed(parent) || trace.getSpan(parent)?.isRecording() !== true) return;
  const attributes: Attributes = {
    "db.system.name": "postgresql",
    "db.operation.name": operation,
    "db.query.text": statement.replaceAll(/\s+/g, " ").slice(0, STATEMENT_MAX),
    ...(failure === undefined ? {} : { "error.type": errorCode(failure) }),
  };
  const span = trace
    .getTracer(SCOPE)
    .startSpan("database.query", { startTime: startedAt, attributes }, parent);
  span.end(startedAt + durationMs);
}

/** SQLSTATE, or the code of the driver. Whether a failed statement is a fault is for its caller to say. */
function errorCode(failure: unknown): string {
  return failure instanceof Error && "code" in failure ? String(failure.code) : "unknown";
}
