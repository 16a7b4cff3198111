import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { AlarmDefinition, FaultDefinition, FaultTarget } from "@/lib/products/types";
import { TICK_MS } from "@/lib/simulator/constants";
import { loadWorld, saveWorld } from "@/lib/simulator/world";
import { EVENING, fault, metricsBehind, MORNING, play, type Play } from "../../support/play-world";

const PROVEN = ["redis", "ckafka", "rabbitmq", "registry", "cos", "cfs"];
const products = PRODUCTS.filter(({ id }) => PROVEN.includes(id));
const START = MORNING + 5 * MINUTE_MS;
/** Three in the morning. */
const NIGHT = MORNING - 7.5 * HOUR_MS;
/** Rules that compare with what was before need something before. */
const CALM = MINUTE_MS;

const before = play(MORNING, START - MORNING, {}, { metrics: new Set() }).world;
const saved = saveWorld(before);
const targets = before.cells.flatMap(({ members }) =>
  [...members].map(([id, { product, part, member }]): FaultTarget => ({
    id,
    product,
    cluster: part.cluster,
    spec: member.spec,
    state: member.target(),
  })),
);

function fittingTarget({ id, product, refuse }: FaultDefinition): FaultTarget {
  const found = targets.find(
    (target) =>
      target.product === product &&
      !refuse?.(
        target,
        targets.filter((peer) => peer.cluster === target.cluster && peer.id !== target.id),
      ),
  );
  if (!found) throw new Error(`${id} fits no resource.`);
  return found;
}

const ruleOf = (name: string): AlarmDefinition => {
  const rule = PRODUCTS.flatMap(({ alarms }) => alarms).find((one) => one.name === name);
  if (!rule) throw new Error(`There is no rule ${name}.`);
  return rule;
};

const metricsIn = (rules: readonly AlarmDefinition[]): Set<string> =>
  metricsBehind(rules.flatMap(({ expr }) => expr.match(/[a-z_:0-9]+/g) ?? []));

/** Whether the rule was true of one and the same thing for as long as it wants. */
async function fires(played: Play, { expr, forMs }: AlarmDefinition, from: UnixMs, to: UnixMs) {
  let since = new Map<string, UnixMs>();
  for (let t = from; t <= to; t += TICK_MS) {
    const now = new Map<string, UnixMs>();
    for (const { labels } of await played.ask(expr, t)) {
      const key = JSON.stringify(labels);
      now.set(key, since.get(key) ?? t);
    }
    since = now;
    if ([...since.values()].some((first) => t - first >= forMs)) return true;
  }
  return false;
}

describe("a fault with its defaults, for its default time", () => {
  const cases = products.flatMap(({ faults }) =>
    faults.map((definition) => [definition.id, definition.trips.join(", "), definition] as const),
  );
  it.each(cases)("%s trips %s", async (id, _, definition) => {
    const rules = definition.trips.map(ruleOf);
    const from = START + CALM;
    const length = definition.durationS.default * SECOND_MS;
    const played = play(
      START,
      CALM + length,
      { faults: [fault(id, fittingTarget(definition).id, from, length)] },
      { world: loadWorld(20, START, saved), metrics: metricsIn(rules) },
    );
    expect(rules).not.toEqual([]);
    for (const rule of rules) {
      expect([rule.name, await fires(played, rule, START + TICK_MS, from - TICK_MS)]).toEqual([
        rule.name,
        false,
      ]);
      expect([rule.name, await fires(played, rule, from, from + length)]).toEqual([rule.name, true]);
    }
  });
});

describe("nobody is woken", () => {
  const rules = products.flatMap(({ alarms }) => alarms);
  it.each([
    ["on an ordinary morning, with the exchange open", MORNING, 1],
    ["on an ordinary evening", EVENING, 1],
    ["in the small hours, when hardly anybody comes", NIGHT, 1],
    ["at the peak that all was bought for", EVENING, 3],
  ])("%s", async (_, from, peakRatio) => {
    const promotions = peakRatio > 1 ? [{ t0: from, endAt: from + HOUR_MS, peakRatio }] : [];
    const played = play(from, 6 * MINUTE_MS, { promotions }, { metrics: metricsIn(rules) });
    for (const rule of rules)
      expect([rule.name, await fires(played, rule, from + TICK_MS, from + 6 * MINUTE_MS)]).toEqual([
        rule.name,
        false,
      ]);
  });
});
