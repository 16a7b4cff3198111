/** How samples come in; `internal` are the product's own writers. */
export const INGEST_PROTOCOLS = ["remote_write", "otlp", "internal"] as const;
export type IngestProtocol = (typeof INGEST_PROTOCOLS)[number];

/** What a sender proves itself with: an API token, a person's session, or nothing because it is a part of the product. */
export const SENDER_KINDS = ["token", "user", "system"] as const;
export type SenderKind = (typeof SENDER_KINDS)[number];

/** Parts of the product that write metrics themselves. */
export const INTERNAL_SENDERS = ["simulator", "evenkeel"] as const;
export type InternalSender = (typeof INTERNAL_SENDERS)[number];
