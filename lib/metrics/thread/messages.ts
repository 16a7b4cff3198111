import type { Dialect } from "@/lib/promql/dialect";
import type { QueryAnnotations } from "@/lib/metrics/store";
import type { MethodName } from "./methods";
import type { SentError } from "./send-error";

/** What a new thread is told. */
export interface ThreadSetup {
  databaseUrl: string;
  /** Default: that of Prometheus 2.42. */
  dialect?: Dialect;
}

/** From the owner of the thread. */
export type ToThread =
  | { kind: "call"; id: number; method: MethodName; args: readonly unknown[]; trace?: string | undefined }
  /** Nobody waits for the answer any more. */
  | { kind: "cancel"; id: number }
  /** What runs is given up, and the thread ends. */
  | { kind: "close" };

/** From the thread, one for each call. */
export type FromThread =
  | { kind: "answer"; id: number; value: unknown; notes: QueryAnnotations | null }
  | { kind: "failure"; id: number; error: SentError };

/** A value whose memory goes over to the receiver instead of being copied. */
export class Handed<T> {
  readonly value: T;
  readonly transfer: readonly ArrayBuffer[];

  constructor(value: T, transfer: readonly ArrayBuffer[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** Hands bytes over that fill their memory; others share it with who knows whom, and are copied. */
export const handBytes = (values: readonly unknown[]): ArrayBuffer[] =>
  values.flatMap((value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && ownsItsMemory(value)
      ? [value.buffer]
      : [],
  );

/** A pooled Buffer is a small part of its memory; what is written by doubling fills half of it at least. */
const ownsItsMemory = ({ byteOffset, byteLength, buffer }: Uint8Array): boolean =>
  byteOffset === 0 && byteLength * 2 >= buffer.byteLength;
