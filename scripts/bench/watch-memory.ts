import { SECOND_MS } from "@/lib/core/time";
import type { Engine } from "./engines/engine";
import { residentBytes } from "./processes";

/** Looks each second until it is stopped. @returns the function that stops it and tells the greatest sum seen, in bytes */
export function watchMemory(engine: Engine): () => Promise<number> {
  let greatest = 0;
  const look = async () => {
    greatest = Math.max(greatest, await residentBytes(await engine.pids()));
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => (looking = look()), SECOND_MS);
  return async () => {
    clearInterval(timer);
    await looking;
    await look();
    return greatest;
  };
}
