import ELK, { type ELK as Elk } from "elkjs/lib/elk-api";
import { LAYERS } from "@/lib/resources/constants";
import type { Diagram } from "@/lib/architecture/schemas";
import { type Layout, NODE_GAP_X, NODE_GAP_Y, NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import { wrapRows } from "./wrap-rows";

/**
 * @see https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html Partitions are the lanes: every node of one
 * stands above all nodes of the next.
 */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.partitioning.activate": "true",
  "elk.spacing.nodeNode": String(NODE_GAP_X),
  "elk.layered.spacing.nodeNodeBetweenLayers": String(NODE_GAP_Y),
  // Lines that pass by take up little room: they are drawn as curves, not along the ways of the layout.
  "elk.spacing.edgeNode": "4",
  "elk.spacing.edgeEdge": "2",
  "elk.layered.spacing.edgeNodeBetweenLayers": "4",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "2",
};
/** The network simplex makes shorter lines, and takes seconds from some hundred nodes on. */
const SIMPLEX_MAX = 200;

let elk: Elk | undefined;

/** One worker for the page, made at first use; it keeps nothing between two layouts. */
const openElk = (): Elk =>
  (elk ??= new ELK({
    workerFactory: () => new Worker(new URL("./elk.worker.ts", import.meta.url), { type: "module" }),
  }));

/** Places for all nodes, worked out beside the page. */
export async function layOut({ nodes, edges }: Diagram): Promise<Layout> {
  if (nodes.length === 0) return new Map();
  const calls = edges.filter(({ kind }) => kind === "call");
  const graph = await openElk().layout({
    id: "root",
    layoutOptions: {
      ...OPTIONS,
      "elk.layered.nodePlacement.strategy": nodes.length > SIMPLEX_MAX ? "BRANDES_KOEPF" : "NETWORK_SIMPLEX",
    },
    children: nodes.map(({ id, layer }) => ({
      id,
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      layoutOptions: { "elk.partitioning.partition": String(LAYERS.indexOf(layer)) },
    })),
    edges: calls.map(({ source, destination }, index) => ({
      id: String(index),
      sources: [source],
      targets: [destination],
    })),
  });
  const layers = new Map(nodes.map(({ id, layer }) => [id, layer]));
  const joined = new Set(calls.flatMap(({ source, destination }) => [source, destination]));
  return wrapRows(
    (graph.children ?? []).map(({ id, x = 0, y = 0 }) => ({
      id,
      x,
      // What nobody calls and what calls nobody, such as machines, stands below the rest of its lane.
      y: joined.has(id) ? y : Infinity,
      layer: layers.get(id) ?? "access",
    })),
  );
}
