import { InvalidError } from "@/lib/core/errors";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, stringify } from "yaml";
import { z } from "zod";
import { LAYERS } from "@/lib/resources/constants";
import { BOUND_BY_HAND_MAX, DIAGRAM_EDGE_KINDS, EDGES_MAX, NODES_MAX, SELECTORS_MAX } from "../constants";
import { bindingSchema, type Diagram, nodeIdSchema, positionSchema, slugSchema } from "../schemas";
import { checkDiagram } from "./check-diagram";

/** A diagram as people keep it beside their code. What stands for itself is left out. */
const fileSchema = z.strictObject({
  architecture: slugSchema,
  title: z.string().trim().min(1).max(120),
  titleZh: z.string().trim().min(1).max(120).optional(),
  app: z.string().min(1).max(200).optional(),
  nodes: z
    .array(
      z.strictObject({
        id: nodeIdSchema,
        title: z.string().trim().min(1).max(120).optional(),
        layer: z.enum(LAYERS),
        selectors: bindingSchema.shape.selectors.max(SELECTORS_MAX).optional(),
        resources: bindingSchema.shape.resources.max(BOUND_BY_HAND_MAX).optional(),
        position: positionSchema.optional(),
      }),
    )
    .max(NODES_MAX),
  edges: z
    .array(
      z.strictObject({
        source: nodeIdSchema,
        destination: nodeIdSchema,
        kind: z.enum(DIAGRAM_EDGE_KINDS).default("call"),
      }),
    )
    .max(EDGES_MAX)
    .default([]),
});

export interface NamedDiagram {
  slug: string;
  title: string;
  titleZh: string;
  app: string | null;
  diagram: Diagram;
}

/** Aliases could make a small file large; a diagram has no use for them. */
const ALIASES_MAX = 0;

type Path = readonly PropertyKey[];

/**
 * Reads a diagram out of YAML, all of it or nothing.
 *
 * @throws InvalidError with the first fault in the order of the file; its place is `line:column`, both from 1.
 */
export function parseArchitectureYaml(text: string): NamedDiagram {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  refuse(document.errors.map(({ pos, message }) => ({ ...place(pos[0]), message: `not YAML: ${message}` })));
  const read = fileSchema.safeParse(toValue(document));
  const at = (path: Path, ofName = false): Place => place(offsetOf(document, path, ofName));
  if (!read.success)
    throw refusal(
      read.error.issues.map((issue) => {
        const message = `${pathText(issue.path)}${issue.message}`;
        if (issue.code !== "unrecognized_keys") return { ...at(issue.path), message };
        return { ...at([...issue.path, issue.keys[0] ?? ""], true), message };
      }),
    );
  const { architecture: slug, title, titleZh = title, app = null, nodes, edges } = read.data;
  const diagram: Diagram = {
    nodes: nodes.map(({ id, title: name = id, layer, selectors = [], resources = [], position = null }) => ({
      id,
      title: name,
      layer,
      binding: { selectors, resources },
      position,
    })),
    edges,
  };
  refuse(checkDiagram(diagram).map(({ path, message }) => ({ ...at(inFile(path)), message })));
  return { slug, title, titleZh, app, diagram };
}

/** `parseArchitectureYaml(writeArchitectureYaml(x))` is `x`. */
export function writeArchitectureYaml({ slug, title, titleZh, app, diagram }: NamedDiagram): string {
  return stringify(
    {
      architecture: slug,
      title,
      ...(titleZh === title ? {} : { titleZh }),
      ...(app === null ? {} : { app }),
      nodes: diagram.nodes.map(({ id, title: name, layer, binding, position }) => ({
        id,
        ...(name === id ? {} : { title: name }),
        layer,
        ...(binding.selectors.length > 0 ? { selectors: binding.selectors } : {}),
        ...(binding.resources.length > 0 ? { resources: binding.resources } : {}),
        ...(position === null ? {} : { position }),
      })),
      edges: diagram.edges.map(({ source, destination, kind }) => ({
        source,
        destination,
        ...(kind === "call" ? {} : { kind }),
      })),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

interface Place {
  line: number;
  column: number;
}
type PlacedFault = Place & { message: string };

function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (cause) {
    throw refusal([{ line: 1, column: 1, message: "a diagram may not hold aliases (`*name`)" }], cause);
  }
}

/** Bindings lie flat in the file. */
const inFile = (path: Path): Path => path.filter((part) => part !== "binding");

/** Where the value that the path names begins in the text, or its name; of what is not there, where its nearest parent does. */
function offsetOf(document: Document, path: Path, ofName: boolean): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === name);
      const node = pair && (ofName || !isNode(pair.value) ? pair.key : pair.value);
      if (isNode(node) && node.range) return node.range[0];
    }
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

const pathText = (path: Path): string => (path.length === 0 ? "" : `${path.map(String).join(".")}: `);

function refuse(faults: readonly PlacedFault[]): void {
  if (faults.length > 0) throw refusal(faults);
}

function refusal(faults: readonly PlacedFault[], cause?: unknown): InvalidError {
  const [first] = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const place = `${first?.line ?? 1}:${first?.column ?? 1}`;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  return new InvalidError(`${place}: ${first?.message ?? "not a diagram"}${more}`, { place, cause });
}
