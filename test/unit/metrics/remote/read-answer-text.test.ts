import { describe, expect, it } from "vitest";
import { LimitError } from "@/lib/core/errors";
import { readAnswerText } from "@/lib/metrics/remote/read-answer-text";

/** An answer in parts that never says how long it is, and how many of them were taken. */
function endless(part: string) {
  const taken = { parts: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        taken.parts += 1;
        controller.enqueue(new TextEncoder().encode(part));
      },
      cancel: () => {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { taken, response: new Response(body) };
}

describe("the text of an answer", () => {
  it("is whole, also where a character lies on two parts", async () => {
    const bytes = new TextEncoder().encode("东西");
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readAnswerText(new Response(body), 6)).toBe("东西");
  });

  it("is read no further than to the bound", async () => {
    const { taken, response } = endless("0123456789");
    await expect(readAnswerText(response, 25)).rejects.toThrow(LimitError);
    expect(taken).toEqual({ parts: 3, cancelled: true });
  });
});
