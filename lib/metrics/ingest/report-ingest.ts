import { processSingleton } from "@/lib/core/once";
import type { UnixMs } from "@/lib/core/time";
import type { Rejection } from "./rejection-reasons";

export const INGEST_PROTOCOLS = ["remote_write", "otlp"] as const;
export type IngestProtocol = (typeof INGEST_PROTOCOLS)[number];

/** Who sends: an API token, or a person's session. */
export interface IngestSource {
  id: string;
  kind: "user" | "token" | "system";
  name: string;
}

/** What became of one request. Plain data. */
export interface IngestReport {
  source: IngestSource;
  protocol: IngestProtocol;
  at: UnixMs;
  /** Samples that are durable now. */
  accepted: number;
  /** Series that this source sent of late, as the process that took the request counts them; null: not counted. */
  activeSeries: number | null;
  rejected: readonly Rejection[];
}

type Listener = (report: IngestReport) => void;

const listeners = processSingleton("ingest-listeners", () => new Set<Listener>());

/** `listener` hears of every request from now on. It must be quick and must not throw. @returns ends it. */
export function onIngest(listener: Listener): () => void {
  listeners().add(listener);
  return () => void listeners().delete(listener);
}

/** Tells everyone who listens what became of a request. */
export function reportIngest(report: IngestReport): void {
  for (const listener of listeners()) listener(report);
}
