import { ingestRoute } from "@/lib/http/ingest-route";
import { receiveWrite } from "@/lib/http/receive-write";

/** Prometheus remote-write 1.0. Prometheus gives up after 30 s (`remote_timeout`). */
export const POST = ingestRoute({ protocol: "remote_write", deadlineMs: 10_000, handle: receiveWrite });
