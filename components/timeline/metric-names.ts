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

/** Whether the grammar of Prometheus understands the whole text. */
export function isPromql(text: string): boolean {
  let understood = text.trim() !== "";
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) understood = false;
    },
  });
  return understood;
}
