import type { z } from "zod";
import type { Severity } from "@/lib/alarms/constants";
import type { Layer } from "@/lib/resources/constants";
import type { MetricType } from "@/lib/metrics/store";

/** A text in both languages of the product. */
export interface Text {
  en: string;
  zh: string;
}

export interface MetricDefinition {
  /** Prometheus name: base unit as suffix, `_total` for counters. Of a histogram: without `_bucket`, `_sum`, `_count`. */
  name: string;
  type: MetricType;
  /** Base unit: `seconds`, `bytes`, `ratio`, `requests`, `connections`… Empty when a plain number. */
  unit: string;
  title: Text;
  help: Text;
  /** Which way is worse: decides colours, sort order and what "worst" means in a question. */
  bad: "high" | "low" | "neither";
  /** Default line of concern, in `viewUnit ?? unit` of the view, with the reason for the number. */
  threshold?: { value: number; reason: string };
  /** Further words by which people ask for it, lower case, in either language. */
  synonyms?: readonly string[];
  /**
   * The PromQL that people mean when they ask for it, `$selector` and `$window` replaced:
   * `sum by (resource) (rate(mysql_queries_total{$selector}[$window]))`. `$selector` stands last between its braces, so
   * that nothing at all may take its place. Absent: the bare gauge.
   */
  view?: string;
  /** Unit of `view` where it differs, such as `requests/second`. */
  viewUnit?: string;
  /** True: no series has this name, the metric is its `view`, such as a success ratio out of two counters. */
  derived?: boolean;
  /** Labels that its series have beside those of the resource. */
  labels?: readonly string[];
  /** Upper bounds of a histogram's buckets, ascending, without `+Inf`. */
  buckets?: readonly number[];
}

/**
 * What a resource looks like at one moment, as the target of a fault. Both parts are flat and JSON-safe, and hold nothing that
 * moves with traffic: that is what metrics are for, and each change is written down.
 */
export interface TargetState {
  /** What must be equal before a fault and after its undo. */
  compared: Readonly<Record<string, string | number | boolean>>;
  /** What may rightly differ afterwards, such as who is primary. */
  detail: Readonly<Record<string, string | number | boolean>>;
}

export interface FaultTarget {
  id: string;
  product: string;
  cluster: string | null;
  spec: Readonly<Record<string, unknown>>;
  state: TargetState;
}

/** What kind of trouble a fault is, across products: by it drills and coverage are grouped. */
export const FAULT_KINDS = [
  "resource-exhaustion",
  "capacity-loss",
  "traffic-surge",
  "network-delay",
  "network-loss",
  "network-cut",
  "node-loss",
  "process-loss",
  "zone-loss",
  "primary-switch",
  "all-nodes-lost",
  "api-banned",
  "certificate-expired",
  "misconfiguration",
  "data-deleted",
  "dependency-slow",
  "clock-skew",
  "quota-reached",
  "dns-poisoned",
  "backup-failed",
  "replication-broken",
  "hot-key",
  "slow-query-storm",
  "connection-leak",
  "retry-storm",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultDefinition {
  id: string;
  product: string;
  kind: FaultKind;
  title: Text;
  does: Text;
  /** What the undo brings back, and what comes back by itself only later. */
  undoes: Text;
  /** Parameters with defaults and bounds, units last in the names (`delayMs`). */
  parameters: z.ZodType<Record<string, unknown>>;
  /** 1: felt by one resource; 2: felt by its callers; 3: felt by the business. */
  risk: 1 | 2 | 3;
  durationS: { default: number; max: number };
  /** Metrics that are expected to move, and which way. */
  moves: readonly { metric: string; direction: "up" | "down" }[];
  /** Of those, the ones that rightly stay as the fault left them, such as who is primary. */
  leaves?: readonly string[];
  /** Alarm rules that are expected to fire at its default parameters; empty where there is nothing to be woken for. */
  trips: readonly string[];
  /** Pure. Why this target must not get the fault now, or null. `peers`: the other members of its cluster. */
  refuse?: (target: FaultTarget, peers: readonly FaultTarget[]) => Text | null;
}

/** An alarm rule that a product brings along. */
export interface AlarmDefinition {
  /** Unique over all products; upper camel case. */
  name: string;
  /** PromQL; what it returns fires. */
  expr: string;
  forMs: number;
  severity: Severity;
  /** Templates as in Prometheus' annotations. */
  summary: string;
  summaryZh: string;
  /** Why these figures: shown to whoever reads the rule. */
  description: string;
  descriptionZh: string;
}

/** A kind of cloud service: one folder in `lib/products`, and no edit elsewhere but the list. */
export interface Product {
  id: string;
  title: Text;
  /** Null: it is no part of the business. */
  layer: Layer | null;
  /** True of Evenkeel itself: meant only where it is named, and no data that anyone sent. */
  own?: true;
  /** Words by which people ask for it, lower case, in either language. */
  synonyms: readonly string[];
  metrics: readonly MetricDefinition[];
  faults: readonly FaultDefinition[];
  /** The rules that watch it, unless people write others. */
  alarms: readonly AlarmDefinition[];
}
