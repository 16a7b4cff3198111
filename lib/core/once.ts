/** Runs `make` at the first call and hands out the same value ever after. A throw is not remembered. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * One value per process, whatever the bundler does: Next.js gives pages and route handlers their own copies of a module,
 * and a development reload makes new ones, so module scope cannot hold a connection pool or a cache.
 */
export function processSingleton<T>(key: string, make: () => T): () => T {
  const symbol = Symbol.for(`evenkeel.${key}`);
  const holder = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  return () => (holder[symbol] ??= { value: make() }).value;
}
