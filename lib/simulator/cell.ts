import type { UnixMs } from "@/lib/core/time";
import { BEHAVIOURS } from "./behaviours.generated";
import { offer, type Use } from "./graph";
import type { Member, Part } from "./part";
import { wire, type Wiring } from "./wire";

/** One copy of both businesses, wired together. What changes is in the `state` of each part; the rest is the plan. */
export interface Cell extends Wiring {
  index: number;
  prefix: string;
  /** In the order of the plan. */
  parts: readonly { product: string; part: Part }[];
  /** All calls, for counting. */
  uses: readonly Use[];
  members: ReadonlyMap<string, { product: string; part: Part; member: Member }>;
}

/** Names in one copy. The first copy has bare names, so that they read well. */
export const cellPrefix = (index: number): string => (index === 0 ? "" : `c${index + 1}-`);

/** What is offered at the design peak depends on itself where queues feed their readers: a few passes settle it. */
const SIZING_PASSES = 4;

function size({ ports, order }: Wiring): void {
  for (let pass = 0; pass < SIZING_PASSES; pass++) {
    for (const part of order) part.atDesignPeak();
    offer(ports);
  }
  for (const part of order) part.size();
}

/** A copy of the businesses at rest, before its first tick. @throws Error when the plan contradicts itself. */
export function buildCell(index: number, startAt: UnixMs): Cell {
  const prefix = cellPrefix(index);
  const site = { startAt, cell: index, name: (bare: string) => prefix + bare };
  const built = BEHAVIOURS.flatMap(({ product, instances }) =>
    instances.map((one) => ({ product, instance: one.instance, part: one.build(site) })),
  );
  const byName = new Map<string, Part>();
  for (const { instance, part } of built) {
    if (byName.has(instance.name)) throw new Error(`Two parts are named ${instance.name}.`);
    byName.set(instance.name, part);
  }
  const find = (name: string): Part => {
    const part = byName.get(name);
    if (!part) throw new Error(`The plan names ${name}, which it does not define.`);
    return part;
  };
  const wiring = wire(built, find);
  size(wiring);
  const members = built.flatMap(({ product, part }) =>
    part.members.map((member) => [member.id, { product, part, member }] as const),
  );
  if (new Set(members.map(([id]) => id)).size < members.length)
    throw new Error("Two resources of the plan have one id.");
  return {
    ...wiring,
    index,
    prefix,
    parts: built.map(({ product, part }) => ({ product, part })),
    uses: wiring.ports.flatMap(({ uses }) => uses),
    members: new Map(members),
  };
}
