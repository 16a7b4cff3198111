export interface FileAnswer {
  /** Parts of the text. */
  parts: AsyncIterable<string>;
  media: string;
  /** In ASCII, without quotes. */
  name: string;
}

/** A text that is written while it is sent, for the reader to keep as a file. */
export function answerFile({ parts, media, name }: FileAnswer): Response {
  const iterator = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": media,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
