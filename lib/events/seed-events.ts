import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS, type UnixMs } from "@/lib/core/time";
import type { EventTimes } from "./phase";

export interface SeedEvent extends EventTimes {
  slug: string;
  title: string;
  titleZh: string;
  expectedPeakRatio: number;
}

/** The app that the simulated fleet serves; the value of the `app` label. */
export const MALL_APP = "mall";

/** Our choice: two weeks to assess and to prepare, two weeks to report and to mend, as promotion teams plan them. */
const PRE_MS = 14 * DAY_MS;
const POST_MS = 14 * DAY_MS;
/** Our choice: a working day, so that whoever starts the product finds the event still running hours later. */
const DURING_MS = 8 * HOUR_MS;
/** The event has begun, the first rush is over, and both are in view of a one-hour window. */
const BEGAN_AGO_MS = 40 * MINUTE_MS;

/**
 * The three events of a new installation, one in each phase: one whose rush was last week (now in its post phase), one
 * that began 40 minutes ago (during), one in nine days (pre).
 *
 * The running one repeats the finished one a week later to the minute, so that the two can be compared aligned on T0
 * without a weekday between them. Peak ratios are our choice: members' days of shops take two to three times an ordinary
 * day's peak; a season's opening takes more.
 *
 * @param installedAt the first start; the caller stores what comes back, so that it never moves.
 */
export function seedEvents(installedAt: UnixMs): SeedEvent[] {
  const t0 = Math.floor((installedAt - BEGAN_AGO_MS) / MINUTE_MS) * MINUTE_MS;
  const opening = Math.ceil((installedAt + 9 * DAY_MS) / HOUR_MS) * HOUR_MS;
  return [
    {
      slug: "members-day-1",
      title: "Members' day, first round",
      titleZh: "会员日第一场",
      expectedPeakRatio: 2.5,
      ...around(t0 - WEEK_MS),
    },
    {
      slug: "members-day-2",
      title: "Members' day, second round",
      titleZh: "会员日第二场",
      expectedPeakRatio: 3,
      ...around(t0),
    },
    {
      slug: "season-opening",
      title: "Duty-free season opening",
      titleZh: "免税季开幕大促",
      expectedPeakRatio: 5,
      ...around(opening),
    },
  ];
}

function around(t0: UnixMs): EventTimes {
  const endAt = t0 + DURING_MS;
  return { preAt: t0 - PRE_MS, t0, endAt, postEndAt: endAt + POST_MS };
}
