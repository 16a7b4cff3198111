import type { UnixMs } from "@/lib/core/time";
import { findFault } from "@/lib/products/catalogue";
import type { Cell } from "./cell";
import type { FaultParameters } from "./part";

/** A fault on one resource, acting during [activeFrom, endAt). Times are Unix ms. */
export interface ActiveFault {
  faultId: string;
  resourceId: string;
  parameters: FaultParameters;
  activeFrom: UnixMs;
  /** The undo or the deadline, whichever comes first. */
  endAt: UnixMs;
}

function clear(fx: object): void {
  for (const key of Object.keys(fx)) (fx as Record<string, number>)[key] = 0;
}

/**
 * Puts on what acts in the tick that ends at `t`, and nothing else: faults have no memory of their own, so an undo is the
 * absence of the fault. Parameters pass the catalogue's schema once more, which fills in its defaults.
 *
 * @param disturbed ids of the members on which something acted in the tick before; changed to those of this one.
 */
export function applyFaults(
  cell: Cell,
  faults: readonly ActiveFault[],
  t: UnixMs,
  disturbed: Set<string>,
): void {
  for (const id of disturbed) {
    const fx = cell.members.get(id)?.member.fx;
    if (fx) clear(fx);
  }
  disturbed.clear();
  for (const { faultId, resourceId, parameters, activeFrom, endAt } of faults) {
    if (t < activeFrom || t >= endAt) continue;
    // The resource may belong to another copy.
    const effect = cell.members.get(resourceId)?.member.effects[faultId];
    if (!effect) continue;
    const parsed = findFault(faultId)?.parameters.safeParse(parameters);
    if (!parsed?.success) continue;
    effect(parsed.data, (t - activeFrom) / 1_000);
    disturbed.add(resourceId);
  }
}
