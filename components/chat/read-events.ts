import { type StreamEvent, streamEventSchema } from "@/lib/chat/schemas";
import { UpstreamError } from "@/lib/core/errors";

/**
 * Reads server-sent events (HTML standard, section 9.2) out of a response body, each checked against its schema.
 * `EventSource` cannot send a POST, so the few rules that we need are here: fields by line, events by empty line.
 *
 * @throws UpstreamError on an event that is out of its format.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<StreamEvent> {
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    rest += chunk.replaceAll("\r", "");
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = readBlock(block);
      if (event) yield event;
    }
  }
}

function readBlock(block: string): StreamEvent | null {
  let type = "";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) type = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (data.length === 0) return null;
  const value: unknown = JSON.parse(data.join("\n"));
  const parsed = streamEventSchema.safeParse({ type, ...(value as Record<string, unknown>) });
  if (!parsed.success)
    throw new UpstreamError("The chat answered out of its format.", { cause: parsed.error });
  return parsed.data;
}
