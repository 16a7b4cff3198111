import { parser } from "@prometheus-io/lezer-promql";

/** Names of the metrics that an expression reads, each once. Text that is no PromQL gives what could be read of it. */
export function metricNames(expr: string): string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.name !== "VectorSelector") return;
      const identifier = node.node.getChild("Identifier");
      if (identifier) names.add(expr.slice(identifier.from, identifier.to));
    },
  });
  return [...names];
}
