/** Repeats a step that does a bounded part of the work until it finds nothing to do, or the signal aborts. */
export async function untilDone(step: () => Promise<number>, signal?: AbortSignal): Promise<void> {
  let done: number;
  do {
    if (signal?.aborted) return;
    // oxlint-disable-next-line no-await-in-loop -- each step is a transaction of its own
    done = await step();
  } while (done > 0);
}
