import type { EventPhase } from "@/lib/events/constants";
import type { EventView } from "@/lib/events/schemas";

/** What needs eyes first: the event that runs, then the ones being prepared or looked back on, then what is over. */
const RANK = { during: 0, pre: 1, post: 2, planned: 3, closed: 4, cancelled: 5 } as const satisfies Record<
  EventPhase,
  number
>;

/** Events by urgency; among planned ones the next to come first, among past ones the latest. */
export function orderEvents(events: readonly EventView[]): EventView[] {
  return [...events].sort(
    (a, b) => RANK[a.phase] - RANK[b.phase] || (a.phase === "planned" ? a.t0 - b.t0 : b.t0 - a.t0),
  );
}
