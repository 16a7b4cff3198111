import type { Node } from "yaml";
import type { DurationMs } from "@/lib/core/time";
import { parseDuration } from "@/lib/promql/parser/duration";
import type { YamlWalk } from "@/lib/core/yaml-walk";

/** A duration such as `1m30s`; null when nothing is written, or after a note. */
export function readDuration(walk: YamlWalk, node: Node | null, what: string): DurationMs | null {
  const text = walk.scalar(node, what);
  if (text === null || text === "") return null;
  // `0` needs no unit. @see prometheus/common model.ParseDuration
  const parsed = text === "0" ? { ms: 0 } : parseDuration(text);
  if ("ms" in parsed) return parsed.ms;
  walk.fault(node, `${what}: ${parsed.error}`);
  return null;
}
