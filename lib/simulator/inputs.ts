import { and, gt, isNotNull, isNull, lt, ne, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { events } from "@/db/schema/events";
import { injections } from "@/db/schema/experiments";
import { DAY_MS, type RangeMs } from "@/lib/core/time";
import type { Inputs } from "./step";

/** What acts on the world anywhere in the range, as the database says now. */
export async function readInputs(db: Database, { from, to }: RangeMs): Promise<Inputs> {
  // Shoppers gather before T0 and leave after the end: a day on both sides covers it.
  const around = and(
    ne(events.phase, "cancelled"),
    lt(events.t0, new Date(to + DAY_MS)),
    gt(events.endAt, new Date(from - DAY_MS)),
  );
  const acting = and(
    isNotNull(injections.activeFrom),
    lt(injections.activeFrom, new Date(to + 1)),
    gt(injections.deadline, new Date(from)),
    or(isNull(injections.undoneAt), gt(injections.undoneAt, new Date(from))),
  );
  const [promotions, faults] = await Promise.all([
    db.select().from(events).where(around).orderBy(events.t0),
    db.select().from(injections).where(acting).orderBy(injections.id),
  ]);
  return {
    promotions: promotions.map(({ t0, endAt, expectedPeakRatio }) => ({
      t0: t0.getTime(),
      endAt: endAt.getTime(),
      peakRatio: expectedPeakRatio,
    })),
    faults: faults.map(({ faultId, resourceId, parameters, activeFrom, deadline, undoneAt }) => ({
      faultId,
      resourceId,
      parameters,
      activeFrom: activeFrom?.getTime() ?? Number.POSITIVE_INFINITY,
      endAt: Math.min(deadline.getTime(), undoneAt?.getTime() ?? Number.POSITIVE_INFINITY),
    })),
  };
}
