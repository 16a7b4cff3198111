import type { Context } from "@/lib/core/context";
import { processSingleton } from "@/lib/core/once";
import {
  countOverload,
  observePending,
  OverloadError,
  PendingBytes,
  readIngestLimits,
  type IngestFrom,
  type PendingRequest,
  type WriteProtocol,
} from "@/lib/metrics";
import { IngestGate } from "./ingest-gate";
import { openContext, requestIdOf } from "./open-context";
import { prometheusError } from "./prometheus-route";
import { discardBody, readBytes } from "./read-body";
import { reportError } from "./report-error";
import type { RouteHandler } from "./route";
import { timed } from "./timed";
import { toAppError } from "./to-app-error";

/** All writes of this process, whatever their protocol. */
const bounds = processSingleton("ingest-bounds", () => {
  const [gate, pending] = [new IngestGate(), new PendingBytes()];
  observePending(
    () => pending.bytes,
    () => gate.running,
  );
  return { gate, pending };
});

export interface IngestCall {
  ctx: Context;
  from: IngestFrom;
  request: Request;
  /** Memory that the request takes until it is done. */
  pending: PendingRequest;
  /** The body as it came, counted while it comes. */
  read: () => Promise<Uint8Array<ArrayBuffer>>;
}

interface IngestRouteSpec {
  protocol: WriteProtocol;
  /** Below the time after which senders of this protocol give up, so that they learn the reason. */
  deadlineMs: number;
  handle: (call: IngestCall) => Promise<Response>;
}

/** A route that takes metrics in bulk. Its memory is bounded, and it answers in time, whatever the database does. */
export function ingestRoute({ protocol, deadlineMs, handle }: IngestRouteSpec): RouteHandler {
  return timed(async (request) => {
    const requestId = requestIdOf(request);
    const { gate, pending: allPending } = bounds();
    /** Whether `handle` tells what becomes of the request. */
    let isReported = false;
    try {
      return await gate.run(deadlineMs, async (signal) => {
        const ctx = await openContext(request, "operator", requestId);
        const limits = await readIngestLimits(ctx.db, ctx.actor, ctx.now());
        // The sender has its answer already: what is not begun is left to its repetition.
        signal.throwIfAborted();
        const pending = allPending.open();
        const read = () =>
          readBytes(request, limits.bodyBytes, {
            signal,
            leaveRest: true,
            onBytes: (bytes) => pending.add(bytes),
          });
        isReported = true;
        try {
          const from = { sourceId: ctx.actor.id, limits, now: ctx.now() };
          return await handle({ ctx, from, request, pending, read });
        } finally {
          pending.close();
        }
      });
    } catch (thrown) {
      const error = toAppError(thrown, requestId);
      if (error instanceof OverloadError && !isReported) countOverload(protocol);
      reportError(error, request, requestId);
      return prometheusError(error);
    } finally {
      void discardBody(request);
    }
  });
}
