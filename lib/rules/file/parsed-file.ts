import type { DurationMs } from "@/lib/core/time";
import type { FileFault } from "@/lib/core/yaml-walk";

interface ParsedRule {
  /** Line of the rule's name in the file, from 1. */
  line: number;
  /** Canonical PromQL. */
  expr: string;
  labels: Record<string, string>;
}

export interface ParsedRecording extends ParsedRule {
  kind: "record";
  record: string;
}

export interface ParsedAlert extends ParsedRule {
  kind: "alert";
  alert: string;
  forMs: DurationMs;
  keepFiringForMs: DurationMs;
  annotations: Record<string, string>;
}

export interface ParsedGroup {
  name: string;
  line: number;
  intervalMs: DurationMs;
  queryOffsetMs: DurationMs;
  /** 0: no limit. */
  limit: number;
  rules: (ParsedRecording | ParsedAlert)[];
}

export interface ParsedFile {
  /** Only the groups and rules without a fault, while there are any. */
  groups: ParsedGroup[];
  faults: FileFault[];
}
