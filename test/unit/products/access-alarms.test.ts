import { describe, expect, it } from "vitest";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/time";
import { CLOUD_PRODUCTS } from "@/lib/products/catalogue";
import type { AlarmDefinition, FaultDefinition, FaultTarget } from "@/lib/products/types";
import { buildWorld, loadWorld, saveWorld } from "@/lib/simulator/world";
import { fault, metricsBehind, MORNING, play, type Play } from "../../support/play-world";

const START = MORNING + 10 * MINUTE_MS;
const LENGTH_MAX = 15 * MINUTE_MS;
/** How often rules are evaluated. */
const EVERY_MS = 5 * SECOND_MS;

const products = CLOUD_PRODUCTS.filter(({ layer }) => layer === "access");
const alarms = new Map(
  CLOUD_PRODUCTS.flatMap((product) => product.alarms.map((alarm) => [alarm.name, alarm] as const)),
);

const before = play(MORNING, START - MORNING, {}, { metrics: new Set() }).world;
const saved = saveWorld(before);
const targets: FaultTarget[] = before.cells.flatMap(({ members }) =>
  [...members].map(([id, { product, part, member }]) => ({
    id,
    product,
    cluster: part.cluster,
    spec: member.spec,
    state: member.target(),
  })),
);

const fittingTarget = ({ product, refuse }: FaultDefinition): FaultTarget | undefined =>
  targets.find(
    (target) =>
      target.product === product &&
      !refuse?.(
        target,
        targets.filter(
          ({ cluster, id }) => cluster !== null && cluster === target.cluster && id !== target.id,
        ),
      ),
  );

/** Series names that an expression reads. */
const readBy = ({ expr }: AlarmDefinition): Set<string> =>
  metricsBehind((expr.match(/[a-z][a-z_0-9]*/g) ?? []).map((word) => word.replace(/_bucket$/, "")));

/** What has fired in the play, by the resource (or what else tells it), as Prometheus counts `for`. */
async function fired(
  played: Play,
  { expr, forMs }: AlarmDefinition,
  from: number,
  to: number,
): Promise<Set<string>> {
  const since = new Map<string, number>();
  const firing = new Set<string>();
  for (let at = from; at <= to; at += EVERY_MS) {
    const now = new Set(
      (await played.ask(expr, at)).map(({ labels }) => labels["resource"] ?? JSON.stringify(labels)),
    );
    for (const key of since.keys()) if (!now.has(key)) since.delete(key);
    for (const key of now) {
      if (!since.has(key)) since.set(key, at);
      if (at - (since.get(key) ?? at) >= forMs) firing.add(key);
    }
  }
  return firing;
}

describe.each(products.flatMap(({ faults }) => faults.map((one) => [one.id, one] as const)))(
  "%s",
  (id, definition) => {
    const target = fittingTarget(definition);
    const length = Math.min(LENGTH_MAX, definition.durationS.default * SECOND_MS);

    it.each(definition.trips)("trips %s within its default duration", async (name) => {
      const alarm = alarms.get(name);
      if (!alarm || !target) throw new Error(`${id} names an alarm or fits a resource that is not there.`);
      const played = play(
        START,
        length,
        { faults: [fault(id, target.id, START, length)] },
        { world: loadWorld(20, START, saved), metrics: readBy(alarm) },
      );
      const firing = await fired(played, alarm, START + EVERY_MS, START + length);
      // The product's own rules tell which resource it is; those of the business only that it suffers.
      const told = alarm.name.startsWith("Business") ? firing.size > 0 : firing.has(target.id);
      expect([[...firing], told]).toEqual([[...firing], true]);
    });
  },
);

describe("alarms of the access layer", () => {
  it.each(products.flatMap((product) => product.alarms.map((alarm) => [alarm.name, alarm] as const)))(
    "%s is silent on an ordinary day",
    async (_, alarm) => {
      const length = 20 * MINUTE_MS;
      const calm = play(MORNING, length, {}, { world: buildWorld(20, 1, MORNING), metrics: readBy(alarm) });
      expect([...(await fired(calm, alarm, MORNING + 2 * MINUTE_MS, MORNING + length))]).toEqual([]);
    },
  );
});
