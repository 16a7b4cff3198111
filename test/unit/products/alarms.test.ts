import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { PRODUCTS } from "@/lib/products/catalogue";
import type { AlarmDefinition, FaultDefinition, FaultTarget } from "@/lib/products/types";
import { TICK_MS } from "@/lib/simulator/constants";
import { loadWorld, saveWorld } from "@/lib/simulator/world";
import { EVENING, fault, metricsBehind, MORNING, play, type Play } from "../../support/play-world";

/** Products whose alarms are held to what they promise. */
const PROVEN = PRODUCTS.filter(({ id }) => ["cvm", "tke", "tke_node", "tke_cluster", "scf"].includes(id));
const START = MORNING + 5 * MINUTE_MS;

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

function fittingTarget({ product, refuse }: FaultDefinition): FaultTarget {
  const found = targets.find(
    (target) =>
      target.product === product &&
      !refuse?.(
        target,
        targets.filter((peer) => peer.cluster === target.cluster && peer.id !== target.id),
      ),
  );
  if (!found) throw new Error(`No ${product} may have the fault.`);
  return found;
}

const ruleOf = (name: string): AlarmDefinition => {
  const rule = PRODUCTS.flatMap(({ alarms }) => alarms).find((one) => one.name === name);
  if (!rule) throw new Error(`There is no rule ${name}.`);
  return rule;
};

const metricsIn = (rules: readonly AlarmDefinition[]): Set<string> =>
  metricsBehind(rules.flatMap(({ expr }) => expr.match(/[a-z_:0-9]+/g) ?? []));

/** What the rule has been true of for as long as it wants, at some moment of the play. */
async function firesOn(played: Play, { expr, forMs }: AlarmDefinition, from: UnixMs, to: UnixMs) {
  const fired = new Set<string>();
  let since = new Map<string, UnixMs>();
  for (let t = from + TICK_MS; t <= to; t += TICK_MS) {
    const now = new Map<string, UnixMs>();
    for (const { labels } of await played.ask(expr, t)) {
      const key = JSON.stringify(labels);
      now.set(key, since.get(key) ?? t);
      if (t - (since.get(key) ?? t) >= forMs) fired.add(labels["resource"] ?? key);
    }
    since = now;
  }
  return [...fired];
}

const faults = PROVEN.flatMap((product) => product.faults.filter(({ trips }) => trips.length > 0));

describe("a fault with its defaults, for its default time", () => {
  it.each(faults.map((definition) => [definition.id, definition.trips.join(", "), definition] as const))(
    "%s trips %s",
    async (id, _, definition) => {
      const rules = definition.trips.map(ruleOf);
      const length = definition.durationS.default * SECOND_MS;
      const played = play(
        START,
        length,
        { faults: [fault(id, fittingTarget(definition).id, START, length)] },
        { world: loadWorld(20, START, saved), metrics: metricsIn(rules) },
      );
      for (const rule of rules)
        expect([rule.name, await firesOn(played, rule, START, START + length)]).not.toEqual([rule.name, []]);
    },
  );
});

describe("nobody is woken", () => {
  const rules = PROVEN.flatMap(({ alarms }) => alarms);
  it.each([
    ["on an ordinary morning, with the exchange open", MORNING, 1],
    ["on an ordinary evening", EVENING, 1],
    ["at the peak that all was bought for", EVENING, 3],
  ])("%s", async (_, from, peakRatio) => {
    const promotions = peakRatio > 1 ? [{ t0: from, endAt: from + HOUR_MS, peakRatio }] : [];
    // A world begins with cold caches and sleeping databases: it is given ten minutes to wake up.
    const begun = from - 10 * MINUTE_MS;
    const played = play(begun, 16 * MINUTE_MS, { promotions }, { metrics: metricsIn(rules) });
    for (const rule of rules)
      expect([rule.name, await firesOn(played, rule, from, from + 6 * MINUTE_MS)]).toEqual([rule.name, []]);
  });
});
