import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { findProduct } from "@/lib/products/catalogue";
import type { AlarmDefinition, FaultDefinition } from "@/lib/products/types";
import { targetState } from "@/lib/simulator/world";
import { EVENING, fault, metricsBehind, MORNING, play, worldAt, type Play } from "../../support/play-world";

const PRODUCTS = ["mongodb", "es", "cbs", "dts"].flatMap((id) => findProduct(id) ?? []);
const ALARMS = PRODUCTS.flatMap(({ alarms }) => alarms);
const FAULTS = PRODUCTS.flatMap(({ faults }) => faults);
const METRICS = metricsBehind(
  ALARMS.flatMap(({ expr }) => expr.match(/\b(mongodb|es|cbs|dts)_[a-z_]+/g) ?? []).map((name) =>
    name.replace(/_bucket$/, ""),
  ),
);
const START = MORNING + 5 * MINUTE_MS;
const EACH_MS = 15 * SECOND_MS;

/** Whether a rule's expression holds for as long as it must, for one set of labels, between two moments. */
async function fires(
  { expr, forMs }: AlarmDefinition,
  played: Play,
  from: number,
  to: number,
): Promise<boolean> {
  const since = new Map<string, number>();
  for (let at = from; at <= to; at += EACH_MS) {
    const now = new Set((await played.ask(expr, at)).map(({ labels }) => JSON.stringify(labels)));
    for (const key of since.keys()) if (!now.has(key)) since.delete(key);
    for (const key of now) {
      const began = since.get(key) ?? at;
      since.set(key, began);
      if (at - began >= forMs) return true;
    }
  }
  return false;
}

const before = worldAt(START, []);

function fittingTarget({ product, refuse }: FaultDefinition): string {
  const cell = before.cells[0];
  const all = [...(cell?.members ?? [])].map(([id, { product: kind, part, member }]) => ({
    id,
    product: kind,
    cluster: part.cluster,
    spec: member.spec,
    state: targetState(before, id) ?? { compared: {}, detail: {} },
  }));
  const found = all
    .filter((target) => target.product === product)
    .find((target) => {
      const peers = all.filter(({ cluster, id }) => cluster === target.cluster && id !== target.id);
      return !refuse?.(target, target.cluster === null ? [] : peers);
    });
  if (!found) throw new Error(`Nothing of ${product} may have the fault.`);
  return found.id;
}

describe.each([
  ["in the morning", MORNING],
  ["in the evening", EVENING],
  ["at night", EVENING + 7 * HOUR_MS],
])("the alarms of databases on documents, search, disks and replication %s", (_, at) => {
  it("are silent while nothing is wrong", async () => {
    const calm = play(at, 10 * MINUTE_MS, {}, { metrics: METRICS });
    const loud = [];
    for (const alarm of ALARMS)
      if (await fires(alarm, calm, at + 2 * MINUTE_MS, at + 10 * MINUTE_MS)) loud.push(alarm.name);
    expect(loud).toEqual([]);
  });
});

it.each(FAULTS.filter(({ trips }) => trips.length > 0).map((one) => [one.id, one] as const))(
  "%s trips what it says at its defaults",
  async (id, definition) => {
    const length = definition.durationS.default * SECOND_MS;
    const faults = [fault(id, fittingTarget(definition), START, length)];
    const played = play(MORNING, START + length - MORNING, { faults }, { metrics: METRICS });
    const fired = [];
    for (const alarm of ALARMS.filter(({ name }) => definition.trips.includes(name)))
      if (await fires(alarm, played, START, START + length)) fired.push(alarm.name);
    expect(fired.sort()).toEqual([...definition.trips].sort());
  },
);
