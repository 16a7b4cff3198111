import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again and again until there is an answer; null means not yet.
 *
 * @throws the last thing that was said, when `withinMs` is over.
 */
export async function until<T>(what: string, ask: () => Promise<T | null>, withinMs = 120_000): Promise<T> {
  const end = Date.now() + withinMs;
  let said: unknown = "not yet";
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      said = error;
    }
    await delay(500);
  }
  throw new Error(`${what}: did not happen within ${withinMs / 1000} s (${String(said)}).`);
}
