/** A started engine. */
export interface Engine {
  name: string;
  /** Of the HTTP API of Prometheus. */
  baseUrl: string;
  writeUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Its processes whose memory counts. */
  pids: () => Promise<number[]>;
  /** Longest delay of the event loop that answers, since it was last asked. Absent: it has no such loop. */
  loopDelayMs?: () => Promise<number>;
  /** Bytes on disk after everything was folded and compacted, indexes included. */
  compactedBytes: () => Promise<number>;
  /** Ends its processes and removes its folder. */
  stop: () => Promise<void>;
}
