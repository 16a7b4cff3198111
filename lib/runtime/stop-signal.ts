import { once } from "@/lib/core/once";

/** Aborts when this process is asked to stop, or when the supervisor that started it is gone. */
export const stopSignal = once((): AbortSignal => {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // The channel to the supervisor closes when it dies, by `kill -9` too.
  if (process.connected) process.once("disconnect", stop);
  return controller.signal;
});
