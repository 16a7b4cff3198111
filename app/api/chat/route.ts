import { ask } from "@/lib/chat/ask";
import { askSchema } from "@/lib/chat/schemas";
import { replyStream } from "@/lib/chat/stream";
import { route } from "@/lib/http/route";

export const POST = route({
  role: "viewer",
  body: askSchema,
  handle: ({ ctx, body, request }) => {
    if (!request.headers.get("accept")?.includes("text/event-stream"))
      return ask(ctx, body, { signal: request.signal });
    const stream = replyStream(request.signal, (onProgress, signal) =>
      ask(ctx, body, { onProgress, signal }),
    );
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
