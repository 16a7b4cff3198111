import type { Labels } from "@/lib/metrics/store";
import type { OtlpAttribute, OtlpScope } from "./otlp-model";
import { translateLabelName } from "./otlp-names";

const NAMESPACE = "service.namespace";
const NAME = "service.name";
const INSTANCE = "service.instance.id";
const IDENTIFYING: ReadonlySet<string> = new Set([NAMESPACE, NAME, INSTANCE]);

/** Attributes as labels. Values of keys that end up as one name are joined with `;`, in the order of the keys. */
export function attributeLabels(attributes: readonly OtlpAttribute[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [key, text] of attributes.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const name = translateLabelName(key);
    const before = labels.get(name);
    labels.set(name, before === undefined ? text : `${before};${text}`);
  }
  return labels;
}

/** `job` and `instance`: who sent it. Without a service's name there is no `job`, as in Prometheus. */
export function targetLabels(attributes: readonly OtlpAttribute[]): Labels {
  const of = new Map(attributes);
  const [namespace, name, instance] = [of.get(NAMESPACE) ?? "", of.get(NAME) ?? "", of.get(INSTANCE) ?? ""];
  return {
    ...(name === "" ? {} : { job: namespace === "" ? name : `${namespace}/${name}` }),
    ...(instance === "" ? {} : { instance }),
  };
}

/**
 * Which library measured: two of them may give one name to two things. A scope without a name says nothing, as in
 * Prometheus' receiver; what the specification names cannot be overwritten by attributes.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#instrumentation-scope
 */
export function scopeLabels({ name, version, schemaUrl, attributes }: OtlpScope): Labels {
  if (name === "") return {};
  const prefixed = attributes.map(([key, text]): OtlpAttribute => [`otel_scope_${key}`, text]);
  const named = { otel_scope_name: name, otel_scope_version: version, otel_scope_schema_url: schemaUrl };
  return { ...Object.fromEntries(attributeLabels(prefixed)), ...named };
}

/** Labels of `target_info`, which carries what else is known of a resource; null when nothing is, or no one to tie it to. */
export function targetInfoLabels(attributes: readonly OtlpAttribute[], target: Labels): Labels | null {
  const rest = attributes.filter(([key, text]) => !IDENTIFYING.has(key) && key !== "" && text !== "");
  if (rest.length === 0 || Object.keys(target).length === 0) return null;
  return { ...Object.fromEntries(attributeLabels(rest)), ...target, __name__: "target_info" };
}
