import { stringify } from "yaml";
import type { FileValues } from "./parse-inventory";

/** First line of an inventory as YAML; entries follow. */
export const inventoryHead = (count: number): string => (count === 0 ? "resources: []\n" : "resources:\n");

/** One resource as an entry of the list. What is empty is left out. */
export function inventoryEntry(resource: { id: string } & FileValues): string {
  const { id, product, app, layer, zone, cluster, state, labels, spec, dependsOn } = resource;
  const entry = {
    id,
    product,
    ...(app === null ? {} : { app }),
    ...(layer === null ? {} : { layer }),
    ...(zone === null ? {} : { zone }),
    ...(cluster === null ? {} : { cluster }),
    state,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(spec).length === 0 ? {} : { spec }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
  // Aliases would make an entry depend on the ones before it.
  const text = stringify([entry], { aliasDuplicateObjects: false, lineWidth: 0 });
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`))
    .join("\n");
}
