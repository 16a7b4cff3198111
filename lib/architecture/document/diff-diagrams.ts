import type { Diagram, DiagramDiff, DiagramNode } from "../schemas";
import { edgeKey } from "./check-diagram";

type NodeChange = DiagramDiff["nodes"][number];

/** What made `after` out of `before`: changes of nodes in the order of their ids, then of edges. */
export function diffDiagrams(before: Diagram, after: Diagram): DiagramDiff {
  const [old, now] = [byId(before), byId(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return {
    nodes: ids.flatMap((id) => changeOf(old.get(id), now.get(id)) ?? []),
    edges: diffEdges(before, after),
  };
}

const byId = ({ nodes }: Diagram) => new Map(nodes.map((node) => [node.id, node]));

function changeOf(before: DiagramNode | undefined, after: DiagramNode | undefined): NodeChange | null {
  if (!before || !after) {
    const node = after ?? before;
    if (!node) return null;
    const bound = boundNames(node);
    return {
      id: node.id,
      title: node.title,
      change: after ? "added" : "removed",
      fields: [],
      bound: after ? bound : [],
      released: after ? [] : bound,
    };
  }
  const [old, now] = [boundNames(before), boundNames(after)];
  const bound = now.filter((name) => !old.includes(name));
  const released = old.filter((name) => !now.includes(name));
  const fields: NodeChange["fields"] = [];
  if (before.title !== after.title) fields.push("title");
  if (before.layer !== after.layer) fields.push("layer");
  if (before.position?.x !== after.position?.x || before.position?.y !== after.position?.y)
    fields.push("position");
  if (bound.length + released.length > 0) fields.push("binding");
  if (fields.length === 0) return null;
  return { id: after.id, title: after.title, change: "changed", fields, bound, released };
}

const boundNames = ({ binding }: DiagramNode): string[] => [...binding.selectors, ...binding.resources];

function diffEdges(before: Diagram, after: Diagram): DiagramDiff["edges"] {
  const old = new Map(before.edges.map((edge) => [edgeKey(edge), edge]));
  const now = new Map(after.edges.map((edge) => [edgeKey(edge), edge]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const edge = is ?? was;
    if (!edge || was?.kind === is?.kind) return [];
    const change = !was ? "added" : !is ? "removed" : "changed";
    return [{ source: edge.source, destination: edge.destination, change }] as const;
  });
}
