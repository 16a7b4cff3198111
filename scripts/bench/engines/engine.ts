/** A started engine. */
export interface Engine {
  name: string;
  /** Of the HTTP API of Prometheus. */
  baseUrl: string;
  writeUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Its processes whose memory counts. */
  pids: () => Promise<number[]>;
  /** Bytes on disk after everything was folded and compacted, indexes included. */
  compactedBytes: () => Promise<number>;
  /** Ends its processes and removes its folder. */
  stop: () => Promise<void>;
}
