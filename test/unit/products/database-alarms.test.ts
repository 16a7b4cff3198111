import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { fires, fittingTarget, productOf, settledWorld, START } from "../../support/database-drill";
import { fault, play } from "../../support/play-world";

const DATABASES = ["mysql", "tdsqlc", "postgres", "mariadb"].map(productOf);
/** So that rates over a minute see the time before the fault. */
const LEAD_MS = 2 * MINUTE_MS;

describe.each(DATABASES.map((product) => [product.id, product] as const))("alarms of %s", (_, product) => {
  const metrics = new Set(product.metrics.map(({ name }) => name));

  it("are silent in ordinary times", async () => {
    const played = play(START, 6 * MINUTE_MS, {}, { world: settledWorld(), metrics });
    const loud: string[] = [];
    for (const rule of product.alarms)
      if (await fires(played, rule, START + LEAD_MS, 4 * MINUTE_MS)) loud.push(rule.name);
    expect(loud).toEqual([]);
  });

  it.each(product.faults.map((one) => [one.id, one] as const))("tell %s", async (id, definition) => {
    const world = settledWorld();
    const target = fittingTarget(world, definition);
    const lengthMs = definition.durationS.default * SECOND_MS;
    const faults = [fault(id, target.id, START + LEAD_MS, lengthMs)];
    const played = play(START, LEAD_MS + lengthMs, { faults }, { world, metrics });
    const silent: string[] = [];
    for (const rule of product.alarms.filter(({ name }) => definition.trips.includes(name)))
      if (!(await fires(played, rule, START + LEAD_MS, lengthMs))) silent.push(rule.name);
    expect([target.id, silent]).toEqual([target.id, []]);
  });
});
