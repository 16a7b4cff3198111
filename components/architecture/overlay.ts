import { LEVEL_STATUS } from "@/components/risks/level-status";
import type { Status } from "@/components/ui/status";
import { formatValue } from "@/lib/core/units";
import type { Overlay } from "@/lib/architecture/constants";
import type { ArchitectureState, NodeState } from "@/lib/architecture/schemas";

export interface OverlayFigure {
  status: Status;
  /** In figures: `82%`. A dash is no value, and never zero. */
  figure: string;
}

type Known = Pick<ArchitectureState, "alarmsKnown" | "risksKnown">;

const NOTHING = "–";

/**
 * What an overlay tells of a node. What cannot be known is `unknown`, whatever else is: alarms while no rule was evaluated,
 * risks before the first scan, a share in use without a sample.
 */
export function overlayFigure(overlay: Overlay, node: NodeState | undefined, known: Known): OverlayFigure {
  if (node === undefined || node.resources.length === 0) return { status: "unknown", figure: NOTHING };
  switch (overlay) {
    case "health":
      return { status: node.status, figure: headline(node) };
    case "utilisation":
      return utilisation(node);
    case "capacity":
      return capacity(node);
    case "alarms":
      return alarms(node, known.alarmsKnown);
    case "risk":
      return risks(node, known.risksKnown);
    default:
      return {
        status: node.faults.length > 0 ? "critical" : "ok",
        figure: node.faults.length > 0 ? String(node.faults.length) : "0",
      };
  }
}

/** The figure that a reader of a well system wants: how busy it is; else how slow, else nothing. */
function headline({ utilisation: used, latencyS }: NodeState): string {
  if (used) return formatValue(used.value, "ratio");
  return latencyS ? formatValue(latencyS.value, "seconds") : NOTHING;
}

/** Over its line is a warning; at nine tenths of it, a hint. Our choice: there is still time to act then. */
const NEAR_LINE = 0.9;
/** Nothing is left above this; our choice. */
const FULL = 0.95;

function utilisation({ utilisation: used, stale }: NodeState): OverlayFigure {
  if (!used || stale) return { status: "unknown", figure: used ? formatValue(used.value, "ratio") : NOTHING };
  const { value, threshold } = used;
  const figure = formatValue(value, "ratio");
  if (value >= FULL) return { status: "critical", figure };
  if (threshold !== null && value > threshold) return { status: "warning", figure };
  return { status: threshold !== null && value > threshold * NEAR_LINE ? "info" : "ok", figure };
}

/** Below one times today's traffic the line is passed already; below one and a half a usual evening's rise passes it. Our choice. */
const TIGHT = 1.5;
/** More spare room than this is no news. */
const FACTOR_SHOWN_MAX = 99;

function capacity({ capacity: spare, stale }: NodeState): OverlayFigure {
  if (!spare) return { status: "unknown", figure: NOTHING };
  const figure =
    spare.value > FACTOR_SHOWN_MAX
      ? `>${FACTOR_SHOWN_MAX}×`
      : `${spare.value.toFixed(spare.value < 10 ? 1 : 0)}×`;
  if (stale) return { status: "unknown", figure };
  return { status: spare.value < 1 ? "critical" : spare.value < TIGHT ? "warning" : "ok", figure };
}

function alarms({ alarms: open }: NodeState, known: boolean): OverlayFigure {
  const firing = open.filter(({ state }) => state === "firing");
  const [worst] = firing;
  if (worst) return { status: worst.severity, figure: String(firing.length) };
  if (!known) return { status: "unknown", figure: NOTHING };
  return { status: open.length > 0 ? "info" : "ok", figure: "0" };
}

function risks({ risks: open }: NodeState, known: boolean): OverlayFigure {
  const [worst] = open;
  if (worst) return { status: LEVEL_STATUS[worst.level], figure: String(open.length) };
  return known ? { status: "ok", figure: "0" } : { status: "unknown", figure: NOTHING };
}
