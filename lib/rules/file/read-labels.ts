import type { Node } from "yaml";
import type { YamlWalk } from "@/lib/core/yaml-walk";

/** @see Prometheus data model, names of the 2.x default scheme. */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A mapping of names to texts, its names checked as those of labels. */
export function readLabels(walk: YamlWalk, node: Node | null, what: string): Record<string, string> {
  const entries = (walk.fields(node, what) ?? []).flatMap(({ key, keyNode, value }): [string, string][] => {
    if (!LABEL_NAME.test(key) || key === "__name__") {
      walk.fault(keyNode, `${what}: invalid label name: ${JSON.stringify(key)}`);
      return [];
    }
    const text = walk.scalar(value, `${what}: ${key}`);
    if (text === null) return [];
    if (text.isWellFormed() && !text.includes("\u0000")) return [[key, text]];
    walk.fault(value, `${what}: invalid label value of ${key}`);
    return [];
  });
  return Object.fromEntries(entries);
}
