import { beforeAll, describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { findMetric, PRODUCTS } from "@/lib/products/catalogue";
import { FAULT_KINDS, type FaultDefinition, type FaultTarget } from "@/lib/products/types";
import type { Cell } from "@/lib/simulator/cell";
import { TICK_MS } from "@/lib/simulator/constants";
import { buildWorld, loadWorld, saveWorld, targetState, type World } from "@/lib/simulator/world";
import { fault, metricsBehind, MORNING, play, viewOf, type Play } from "../../support/play-world";

const FAULTS = PRODUCTS.flatMap(({ faults }) => faults);
const ALARMS = new Map(PRODUCTS.flatMap(({ alarms }) => alarms.map((alarm) => [alarm.name, alarm] as const)));
const START = MORNING + 5 * MINUTE_MS;
/** Long enough for what fills slowly. */
const LENGTH_MAX = 15 * MINUTE_MS;
const RECOVERY = 12 * MINUTE_MS;

/** Counters are read as whole numbers, so a rate over a minute is right to one of them at either end. */
const RATE_RESOLUTION = 2 / 60;
const near = (metric: string, a: number, b: number): boolean =>
  apart(a, b) < 0.02 || (findMetric(metric)?.metric.type === "counter" && Math.abs(a - b) <= RATE_RESOLUTION);

/** How far two values lie apart, as a share of the greater; a thousandth of a unit counts as nothing. */
const apart = (a = Number.NaN, b = Number.NaN): number =>
  Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-3);

const only = (world: World): Cell => {
  const [cell] = world.cells;
  if (!cell) throw new Error("The world is empty.");
  return cell;
};

function targetsOf(world: World): FaultTarget[] {
  return [...only(world).members].map(([id, { product, part, member }]) => ({
    id,
    product,
    cluster: part.cluster,
    spec: member.spec,
    state: member.target(),
  }));
}

const before = play(MORNING, START - MORNING, {}, { metrics: new Set() }).world;
const saved = saveWorld(buildWorld(20, 1, MORNING));
const targets = targetsOf(before);

/** The first resource that may have the fault, in the order of the plan. */
function fittingTarget({ product, refuse }: FaultDefinition): FaultTarget | undefined {
  return targets
    .filter((target) => target.product === product)
    .find((target) => {
      const peers = targets.filter(({ cluster, id }) => cluster === target.cluster && id !== target.id);
      return !refuse?.(target, target.cluster === null ? [] : peers);
    });
}

/** Everything that changes of the parts of a business, as text. */
const stateOfApp = (world: World, app: string): string =>
  JSON.stringify(
    only(world)
      .parts.filter(({ part }) => part.app === app)
      .map(({ part }) => [part.state, part.members.map(({ state }) => state)]),
  );

describe("the library of faults", () => {
  it("has at least 120, of every kind", () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(120);
    expect(FAULT_KINDS.filter((kind) => !FAULTS.some((one) => one.kind === kind))).toEqual([]);
  });

  it("has distinct ids that begin with their product", () => {
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    expect(FAULTS.filter(({ id, product }) => !id.startsWith(`${product}.`))).toEqual([]);
  });

  it("expects only metrics and alarms that the catalogue has", () => {
    const alarms = new Set(PRODUCTS.flatMap((product) => product.alarms.map(({ name }) => name)));
    expect(
      FAULTS.flatMap(({ moves }) => moves.map(({ metric }) => metric)).filter((name) => !findMetric(name)),
    ).toEqual([]);
    expect(FAULTS.flatMap(({ trips }) => trips).filter((name) => !alarms.has(name))).toEqual([]);
    expect(FAULTS.filter(({ kind }) => !FAULT_KINDS.includes(kind))).toEqual([]);
  });

  it("is played: each fault has an effect on every resource of its product", () => {
    const deaf = FAULTS.flatMap(({ id, product }) =>
      [...only(before).members.values()]
        .filter((one) => one.product === product && !one.member.effects[id])
        .map(({ member }) => `${id} on ${member.id}`),
    );
    expect(deaf).toEqual([]);
  });

  it("fits at least one resource of the default region", () =>
    expect(FAULTS.filter((one) => !fittingTarget(one)).map(({ id }) => id)).toEqual([]));
});

/** What is seen of the product's own metrics at the target, and of others anywhere. */
const selectorOf = (metric: string, { product, id }: FaultTarget, cluster: string | null): string =>
  findMetric(metric)?.product.id !== product
    ? ""
    : cluster === null
      ? `resource="${id}"`
      : `cluster="${cluster}"`;

describe.each(FAULTS.map((definition) => [definition.id, definition] as const))("%s", (id, definition) => {
  const found = fittingTarget(definition);
  if (!found) return;
  const target: FaultTarget = found;
  const length = Math.min(LENGTH_MAX, definition.durationS.default * SECOND_MS);
  const end = START + length;
  const last = end + RECOVERY;
  let calm: Play;
  let calmAtEnd: string;
  let played: Play;
  let playedAtEnd: string;
  const other = only(before).members.get(target.id)?.part.app === "mall" ? "brokerage" : "mall";

  beforeAll(() => {
    const metrics = metricsBehind([
      ...definition.moves.map(({ metric }) => metric),
      ...definition.trips.flatMap((name) => ALARMS.get(name)?.expr.match(/[a-z_:0-9]+/g) ?? []),
    ]);
    const faults = [fault(id, target.id, START, length)];
    // What was before the fault is read too: alarms compare with it.
    const resume = () => loadWorld(20, MORNING, saved);
    const all = end - MORNING;
    calmAtEnd = stateOfApp(play(MORNING, all, {}, { world: resume(), metrics: new Set() }).world, other);
    playedAtEnd = stateOfApp(
      play(MORNING, all, { faults }, { world: resume(), metrics: new Set() }).world,
      other,
    );
    calm = play(MORNING, last - MORNING, {}, { world: resume(), metrics });
    played = play(MORNING, last - MORNING, { faults }, { world: resume(), metrics });
  });

  it.each(definition.moves.map((move) => [move.metric, move.direction] as const))(
    "moves %s %s, and the undo brings it back",
    async (metric, direction) => {
      const selector = selectorOf(metric, target, target.cluster);
      // What the same moment shows without the fault, so that the hour's own rise is not taken for an effect.
      const gaps: number[] = [];
      const [usual, seen] = await Promise.all(
        [calm, played].map((one) => one.watch(viewOf(metric, selector), START + 15 * SECOND_MS, end)),
      );
      for (const key of new Set([...(usual?.keys() ?? []), ...(seen?.keys() ?? [])])) {
        const bases = usual?.get(key);
        const values = seen?.get(key);
        // No traffic, no percentile: nothing to compare. What a dead machine no longer measures has gone down all the way.
        for (const [at, v] of values ?? []) {
          const base = bases?.get(at) ?? 0;
          if (Number.isFinite(base) && Number.isFinite(v))
            gaps.push((v - base) / Math.max(Math.abs(base), 1e-3));
        }
        for (const [at, base] of bases ?? []) if (base > 0 && !values?.has(at)) gaps.push(-1);
      }
      let strongest = Number.NEGATIVE_INFINITY;
      for (const gap of gaps) strongest = Math.max(strongest, direction === "up" ? gap : -gap);
      expect(strongest).toBeGreaterThan(0.03);
      if (definition.leaves?.includes(metric)) return;
      const rest = new Map(
        (await calm.view(metric, last, selector)).map(({ labels, v }) => [JSON.stringify(labels), v]),
      );
      const left = await played.view(metric, last, selector);
      for (const { labels, v } of left.filter((one) => Number.isFinite(one.v)))
        expect([metric, labels["resource"], near(metric, v, rest.get(JSON.stringify(labels)) ?? 0)]).toEqual([
          metric,
          labels["resource"],
          true,
        ]);
    },
  );

  it.each(definition.trips)("trips %s", async (name) => {
    const rule = ALARMS.get(name);
    if (!rule) throw new Error(`There is no alarm rule ${name}.`);
    const to = end + MINUTE_MS;
    const [usual, seen] = await Promise.all([
      calm.watch(rule.expr, START, to),
      played.watch(rule.expr, START, to),
    ]);
    let longest = -1;
    for (const [labels, values] of seen) {
      let since: number | null = null;
      for (let at = START; at <= to; at += TICK_MS) {
        if (!values.has(at) || usual.get(labels)?.has(at)) since = null;
        else longest = Math.max(longest, at - (since ??= at));
      }
    }
    expect([name, longest >= rule.forMs]).toEqual([name, true]);
  });

  it("leaves the other business alone, to the last bit", () => expect(playedAtEnd).toBe(calmAtEnd));

  it("is over after the undo: the target is as before", () =>
    expect(targetState(played.world, target.id)?.compared).toEqual(target.state.compared));
});

it("a world without faults is in order: a fault that is over leaves no trace in what others meet", () => {
  const world = buildWorld(20, 1, MORNING);
  for (const { ports } of world.cells) for (const { seen } of ports) expect(seen.failed).toBe(0);
});
