import type { Layer } from "@/lib/resources/constants";
import type { Diagram, DiagramEdge, DiagramNode, Position } from "../schemas";
import { edgeKey } from "./check-diagram";

/** One thing that a person does to a diagram. */
export type DiagramEdit =
  | { kind: "add"; node: DiagramNode }
  | { kind: "remove"; ids: readonly string[] }
  | { kind: "change"; id: string; to: Partial<Pick<DiagramNode, "title" | "layer" | "binding">> }
  | { kind: "move"; to: readonly { id: string; layer: Layer; position: Position }[] }
  /** Forgets the places: the layout decides them again. */
  | { kind: "arrange" }
  | { kind: "connect"; edge: DiagramEdge }
  | { kind: "disconnect"; edge: Pick<DiagramEdge, "source" | "destination"> }
  | { kind: "replace"; diagram: Diagram };

/**
 * The diagram after an edit. What the edit does not touch is the same object as before.
 *
 * @returns the very same diagram when the edit changes nothing, such as joining what is joined already.
 */
export function editDiagram(diagram: Diagram, edit: DiagramEdit): Diagram {
  switch (edit.kind) {
    case "add":
      return diagram.nodes.some(({ id }) => id === edit.node.id)
        ? diagram
        : { ...diagram, nodes: [...diagram.nodes, edit.node] };
    case "remove":
      return removeNodes(diagram, new Set(edit.ids));
    case "change":
      return mapNodes(diagram, (node) => (node.id === edit.id ? { ...node, ...edit.to } : node));
    case "move": {
      const places = new Map(edit.to.map((one) => [one.id, one]));
      return mapNodes(diagram, (node) => {
        const to = places.get(node.id);
        return to ? { ...node, layer: to.layer, position: to.position } : node;
      });
    }
    case "arrange":
      return mapNodes(diagram, (node) => (node.position === null ? node : { ...node, position: null }));
    case "connect":
      return connect(diagram, edit.edge);
    case "disconnect": {
      const edges = diagram.edges.filter((edge) => edgeKey(edge) !== edgeKey(edit.edge));
      return edges.length === diagram.edges.length ? diagram : { ...diagram, edges };
    }
    default:
      return edit.diagram;
  }
}

function mapNodes(diagram: Diagram, map: (node: DiagramNode) => DiagramNode): Diagram {
  const nodes = diagram.nodes.map(map);
  return nodes.every((node, index) => node === diagram.nodes[index]) ? diagram : { ...diagram, nodes };
}

/** A node takes its edges with it. */
function removeNodes(diagram: Diagram, ids: ReadonlySet<string>): Diagram {
  const nodes = diagram.nodes.filter(({ id }) => !ids.has(id));
  if (nodes.length === diagram.nodes.length) return diagram;
  const edges = diagram.edges.filter(({ source, destination }) => !ids.has(source) && !ids.has(destination));
  return { nodes, edges };
}

function connect(diagram: Diagram, edge: DiagramEdge): Diagram {
  const ids = new Set(diagram.nodes.map(({ id }) => id));
  const isLoose = !ids.has(edge.source) || !ids.has(edge.destination) || edge.source === edge.destination;
  if (isLoose || diagram.edges.some((one) => edgeKey(one) === edgeKey(edge))) return diagram;
  return { ...diagram, edges: [...diagram.edges, edge] };
}
