import { z } from "zod";
import { route } from "@/lib/http/route";
import { liveStream } from "@/lib/live/stream";
import { getLiveHub } from "@/lib/runtime/live-hub";
import { stopSignal } from "@/lib/runtime/stop-signal";

export const GET = route({
  role: "viewer",
  // A browser sends the header only when it reconnects by itself; a tab that takes over from another says it here.
  query: z.object({ lastEventId: z.string().optional() }),
  handle: ({ request, query }) => {
    const lastEventId = Number.parseInt(request.headers.get("last-event-id") ?? query.lastEventId ?? "", 10);
    const stream = liveStream({
      hub: getLiveHub(),
      signal: AbortSignal.any([request.signal, stopSignal()]),
      lastEventId: Number.isNaN(lastEventId) ? null : lastEventId,
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        // `no-transform` keeps compressing proxies from holding events back.
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      },
    });
  },
});
