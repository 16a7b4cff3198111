import type { UnixMs } from "@/lib/core/time";
import type { Labels } from "@/lib/metrics/store";
import { findProduct } from "@/lib/products/catalogue";
import type { Layer } from "@/lib/resources/constants";
import { buildCell, type Cell } from "./cell";
import type { Member, Part } from "./part";

export interface FleetResource {
  id: string;
  product: string;
  app: string;
  layer: Layer | null;
  zone: string | null;
  cluster: string | null;
  spec: Readonly<Record<string, unknown>>;
  dependsOn: readonly string[];
}

const layerOf = (product: string): Layer | null => findProduct(product)?.layer ?? null;

export const appOf = ({ index }: Cell, { app }: Part): string => (index === 0 ? app : `${app}-${index + 1}`);

/** Labels that all series of a resource share. */
export function cellLabels(cell: Cell, product: string, part: Part, { id, zone }: Member): Labels {
  const layer = layerOf(product);
  return {
    product,
    resource: id,
    app: appOf(cell, part),
    ...(layer === null ? {} : { layer }),
    ...(zone === null ? {} : { zone }),
    ...(part.cluster === null ? {} : { cluster: part.cluster }),
  };
}

/** Resources of the parts that a part calls. */
function called(part: Part, byName: ReadonlyMap<string, Part>): string[] {
  const names = part.ports.flatMap(({ uses }) =>
    uses.flatMap(({ to, fallback }) => (fallback ? [to.part, fallback.to.part] : [to.part])),
  );
  return [...new Set(names)].flatMap((name) => byName.get(name)?.members.map(({ id }) => id) ?? []);
}

function cellFleet(cell: Cell): FleetResource[] {
  const byName = new Map(cell.parts.map(({ part }) => [part.name, part]));
  return cell.parts.flatMap(({ product, part }) => {
    const callees = called(part, byName);
    return part.members.map((member) => ({
      id: member.id,
      product,
      app: appOf(cell, part),
      layer: layerOf(product),
      zone: member.zone,
      cluster: part.cluster,
      spec: member.spec,
      dependsOn: [...new Set([...callees, ...part.standsOn(member)])].filter((id) => id !== member.id),
    }));
  });
}

/**
 * Every resource of the simulated cloud.
 *
 * @param scale how many copies of the two businesses; each has its own customers.
 * @param startAt Unix ms, when the history begins: dates in specs count from it.
 */
export const buildFleet = (scale: number, startAt: UnixMs): FleetResource[] =>
  Array.from({ length: scale }, (_, index) => cellFleet(buildCell(index, startAt))).flat();
