import { beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import { HISTORY_DAYS } from "@/lib/simulator/constants";
import type { Promotion } from "@/lib/simulator/load";
import { historyPace } from "@/lib/simulator/pace";
import { step } from "@/lib/simulator/step";
import { buildWorld } from "@/lib/simulator/world";
import { EVENING, MORNING, play, type Play } from "../../support/play-world";

const RULES = PRODUCTS.flatMap(({ alarms }) => alarms);
const LENGTH = 11 * MINUTE_MS;

/** A world that was begun so many days ago, as at a first start or after it ran for a while. */
function aged(at: number, days: number, promotions: readonly Promotion[]): Play {
  const from = at - days * DAY_MS;
  const world = buildWorld(20, 1, from, historyPace(at - HOUR_MS, at));
  while (world.clock < at - LENGTH) step(world, { promotions, faults: [] });
  return play(world.clock, LENGTH, { promotions }, { world });
}

const NIGHT = EVENING + 7 * HOUR_MS;
const PROMOTION = { t0: EVENING - 4 * MINUTE_MS, endAt: EVENING + HOUR_MS, peakRatio: 3 };

describe.each([
  ["in the evening of a first start", EVENING, HISTORY_DAYS, []],
  ["while the exchange is open, at a first start", MORNING, HISTORY_DAYS, []],
  ["after it has run for two months", MORNING, 60, []],
  ["at four in the morning", NIGHT, 1, []],
  ["at the top of a promotion that it was bought for", EVENING, 1, [PROMOTION]],
])("the cloud in order, %s", (_, at, days, promotions) => {
  let played: Play;
  beforeAll(() => {
    played = aged(at, days, promotions);
    // Weeks are played here: seconds of work, more on a machine that does other things beside.
  }, 120_000);

  it("gives no alarm a reason to fire", { timeout: 60_000 }, async () => {
    const firing: string[] = [];
    for (const { name, expr } of RULES)
      // oxlint-disable-next-line no-await-in-loop -- evaluated one after the other, as cheap as together
      for (const { labels } of await played.ask(expr, at))
        // Certificates end by the calendar, whatever the cloud does.
        if (!name.includes("Certificate"))
          firing.push(`${name} ${labels["resource"] ?? labels["cluster"] ?? labels["scenario"] ?? ""}`);
    expect(firing).toEqual([]);
  });

  it("answers its customers", async () => {
    const shares = await played.ask(
      `sum by (scenario) (rate(business_requests_total{outcome="ok"}[5m])) / sum by (scenario) (rate(business_requests_total[5m]))`,
      at,
    );
    expect(shares.length).toBe(9);
    expect(shares.filter(({ v }) => v < 0.998).map(({ labels, v }) => [labels["scenario"], v])).toEqual([]);
  });
});
