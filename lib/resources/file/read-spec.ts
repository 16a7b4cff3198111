import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { YamlWalk } from "@/lib/core/yaml-walk";

/** Deeper than this is no setting of a resource. Our choice. */
const DEPTH_MAX = 6;
/** As JSON. Our choice: a hundred times what the simulated fleet has. */
const BYTES_MAX = 16_384;

/** The specification of a resource: anything that JSON has, within bounds. Empty after a note. */
export function readSpec(walk: YamlWalk, node: Node | null, what: string): Record<string, unknown> {
  const before = walk.faults.length;
  const fields = walk.fields(node, what) ?? [];
  const spec = Object.fromEntries(
    fields.map(({ key, keyNode, value }) => {
      if (!isPlain(key)) walk.fault(keyNode, `${what}: a name holds characters that cannot be stored`);
      return [key, toJson(walk, value, `${what}: ${key}`, 1)];
    }),
  );
  if (walk.faults.length > before) return {};
  const bytes = JSON.stringify(spec).length;
  if (bytes <= BYTES_MAX) return spec;
  walk.fault(node, `${what} is too large: ${bytes} characters as JSON, ${BYTES_MAX} are allowed`);
  return {};
}

/** PostgreSQL's JSON holds neither U+0000 nor halves of characters. */
const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000");

function toJson(walk: YamlWalk, node: Node | null, what: string, depth: number): unknown {
  if (node === null) return null;
  if (depth > DEPTH_MAX) {
    walk.fault(node, `${what} is nested deeper than ${DEPTH_MAX} levels`);
    return null;
  }
  if (isScalar(node)) {
    const { value } = node;
    if (value === null || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (typeof value === "string" && isPlain(value)) return value;
    walk.fault(node, `${what} must be a text, a finite number, true, false or null`);
    return null;
  }
  if (isSeq(node)) return (walk.entries(node, what) ?? []).map((item) => toJson(walk, item, what, depth + 1));
  if (isMap(node))
    return Object.fromEntries(
      (walk.fields(node, what) ?? []).map(({ key, keyNode, value }) => {
        if (!isPlain(key)) walk.fault(keyNode, `${what}: a name holds characters that cannot be stored`);
        return [key, toJson(walk, value, `${what}.${key}`, depth + 1)];
      }),
    );
  walk.fault(node, `${what} is of a kind that an inventory does not have`);
  return null;
}
