import type { ISql } from "postgres";

/** Thrown when series left the registry since a writer resolved its label sets: some ids may be of no series any more. */
export class RegistryChangedError extends Error {}

/**
 * Holds series in the registry until the transaction ends, for a writer of segments; one of log rows says its epoch in
 * the insert itself. Whoever removes series locks both tables first, so it waits for writers that are under way, and
 * those that waited for it see the new epoch.
 *
 * @throws RegistryChangedError
 */
export async function holdRegistry(tx: ISql, epoch: string): Promise<void> {
  await tx`lock table metric_segments in row exclusive mode`;
  // A statement of its own: its snapshot is taken with the lock held.
  const held = await tx`select 1 from metric_state where registry_epoch = ${epoch}`;
  if (held.length === 0) throw new RegistryChangedError();
}
