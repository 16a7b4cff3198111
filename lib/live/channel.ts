/** The one NOTIFY channel. A payload is a `liveMessageSchema` in JSON, below PostgreSQL's 8,000 bytes. */
export const LIVE_CHANNEL = "evenkeel_live";
