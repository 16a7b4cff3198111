import { LimitError } from "@/lib/core/errors";

/**
 * Longest answer of an engine. Our choice: 20 million samples, the budget of a query, never fit a screen; this holds 11,000
 * points of 250 series, and eight queries at once stay below half a gigabyte.
 */
const ANSWER_BYTES_MAX = 64 * 1_048_576;

/** The text of an answer, read no further than to the bound. @throws LimitError past it. */
export async function readAnswerText(response: Response, bytesMax = ANSWER_BYTES_MAX): Promise<string> {
  const tooLarge = (): LimitError =>
    new LimitError(
      `The metrics engine's answer is larger than ${bytesMax} bytes: ask for fewer series, a shorter range or a longer step.`,
    );
  if (Number(response.headers.get("content-length") ?? 0) > bytesMax) {
    await response.body?.cancel();
    throw tooLarge();
  }
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let size = 0;
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > bytesMax) throw tooLarge();
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  parts.push(decoder.decode());
  return parts.join("");
}
