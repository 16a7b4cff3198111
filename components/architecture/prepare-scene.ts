import { LEVEL_STATUS } from "@/components/risks/level-status";
import type { Status } from "@/components/ui/status";
import { formatValue } from "@/lib/core/units";
import type { Overlay } from "@/lib/architecture/constants";
import type { ArchitectureState, Diagram, EdgeState, NodeState } from "@/lib/architecture/schemas";
import type { Layer } from "@/lib/resources/constants";
import type { Emphasis, Scene, SceneBadge, SceneEdge, SceneNode } from "./canvas/scene";
import type { PlacedDiagram } from "./layout/geometry";
import { overlayFigure } from "./overlay";
import { relationsOf } from "./relations";

/** Words that the scene needs; everything else in it is names and figures. */
export interface SceneWords {
  layer: (layer: Layer) => string;
  /** `MySQL · 3`. */
  members: (state: NodeState | undefined) => string;
}

export interface SceneInput {
  diagram: Diagram;
  placed: PlacedDiagram;
  state: ArchitectureState | undefined;
  overlay: Overlay;
  /** Ids of nodes. */
  selected: string | null;
  /** What is found by a search, or touched by a failure; null: neither is asked for. */
  marked: ReadonlySet<string> | null;
  showHosts: boolean;
  words: SceneWords;
}

/** Everything that is drawn, out of what is known. */
export function prepareScene(input: SceneInput): Scene {
  const { diagram, placed, state, overlay, words } = input;
  const states = new Map(state?.nodes.map((node) => [node.id, node]));
  const known = state ?? { alarmsKnown: false, risksKnown: false };
  const emphasisOf = nodeEmphasis(input);
  return {
    x: placed.x,
    width: placed.width,
    height: placed.height,
    lanes: placed.lanes.map((lane) => ({ ...lane, label: words.layer(lane.layer) })),
    nodes: diagram.nodes.flatMap(({ id, title }): SceneNode[] => {
      const at = placed.nodes.get(id);
      if (!at) return [];
      const node = states.get(id);
      return [
        {
          id,
          title,
          x: at.x,
          y: at.y,
          subtitle: words.members(node),
          note: node?.traffic ? formatValue(node.traffic.value, node.traffic.unit) : "",
          ...overlayFigure(overlay, node, known),
          badges: node ? badgesOf(node, overlay) : [],
          stale: node?.stale ?? false,
          hollow: node !== undefined && node.resources.length === 0,
          emphasis: emphasisOf(id),
        },
      ];
    }),
    edges: prepareEdges(input, emphasisOf),
  };
}

/** What the overlay does not say already. */
function badgesOf(node: NodeState, overlay: Overlay): SceneBadge[] {
  const badges: SceneBadge[] = [];
  const firing = node.alarms.filter(({ state }) => state === "firing");
  const worst = firing[0];
  if (node.missing.length > 0)
    badges.push({ kind: "missing", status: "warning", count: node.missing.length });
  if (node.faults.length > 0 && overlay !== "faults")
    badges.push({ kind: "fault", status: "critical", count: node.faults.length });
  if (worst && overlay !== "alarms")
    badges.push({ kind: "alarm", status: worst.severity, count: firing.length });
  const [risk] = node.risks;
  if (risk && overlay !== "risk")
    badges.push({ kind: "risk", status: LEVEL_STATUS[risk.level], count: node.risks.length });
  return badges;
}

function nodeEmphasis({ diagram, selected, marked }: SceneInput): (id: string) => Emphasis {
  if (marked) return (id) => (id === selected ? "selected" : marked.has(id) ? "hit" : "faded");
  if (selected === null) return () => "none";
  const { dependencies, dependants } = relationsOf(selected, callsOnly(diagram));
  return (id) =>
    id === selected ? "selected" : dependencies.has(id) || dependants.has(id) ? "related" : "faded";
}

const callsOnly = ({ edges }: Diagram) => edges.filter(({ kind }) => kind === "call");

/** Past the error budget of a workload, and ten times past it: `tke_error_ratio` in the catalogue has 1 %. */
const ERRORS_WARNING = 0.01;
const ERRORS_CRITICAL = 0.1;

function edgeStatus({ errorRatio }: EdgeState): Status {
  if (errorRatio === null) return "unknown";
  return errorRatio >= ERRORS_CRITICAL ? "critical" : errorRatio >= ERRORS_WARNING ? "warning" : "ok";
}

/** Ten times the calls, one pixel more: rates differ by orders of magnitude. Our choice. */
const widthOf = (callsPerS: number): number => Math.min(5, 1 + Math.max(0, Math.log10(callsPerS + 1)));

function prepareEdges(input: SceneInput, emphasisOf: (id: string) => Emphasis): SceneEdge[] {
  const { diagram, state, selected, marked, showHosts } = input;
  const kinds = new Map(
    diagram.edges.map((edge) => [JSON.stringify([edge.source, edge.destination]), edge.kind]),
  );
  const measured: readonly EdgeState[] =
    state?.edges.filter(
      ({ drawn, source, destination }) => !drawn || kinds.has(JSON.stringify([source, destination])),
    ) ?? [];
  const seen = new Set(measured.map(({ source, destination }) => JSON.stringify([source, destination])));
  const unseen = diagram.edges
    .filter(({ source, destination }) => !seen.has(JSON.stringify([source, destination])))
    .map(({ source, destination }): EdgeState => ({
      source,
      destination,
      callsPerS: null,
      errorRatio: null,
      p99S: null,
      drawn: true,
    }));
  return [...measured, ...unseen].flatMap((edge): SceneEdge[] => {
    const { source, destination, callsPerS, drawn } = edge;
    const isHost = kinds.get(JSON.stringify([source, destination])) === "host";
    const touches = source === selected || destination === selected;
    if (isHost && callsPerS === null && !showHosts && !touches) return [];
    const ends = [emphasisOf(source), emphasisOf(destination)];
    return [
      {
        source,
        destination,
        kind: callsPerS !== null ? (drawn ? "data" : "undrawn") : isHost ? "host" : "silent",
        status: edgeStatus(edge),
        width: callsPerS === null ? 1 : widthOf(callsPerS),
        label: touches ? labelOf(edge) : "",
        emphasis:
          selected === null && !marked
            ? "none"
            : ends.includes("faded")
              ? "faded"
              : marked
                ? "hit"
                : "related",
      },
    ];
  });
}

function labelOf({ callsPerS, errorRatio, p99S }: EdgeState): string {
  if (callsPerS === null) return "";
  return [
    formatValue(callsPerS, "requests/second"),
    ...(errorRatio === null ? [] : [`${formatValue(errorRatio, "ratio")} ✕`]),
    ...(p99S === null ? [] : [`p99 ${formatValue(p99S, "seconds")}`]),
  ].join(" · ");
}
