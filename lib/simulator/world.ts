import type { UnixMs } from "@/lib/core/time";
import { UnavailableError } from "@/lib/core/errors";
import type { TargetState } from "@/lib/products/types";
import { buildCell, type Cell } from "./cell";
import { tickAt } from "./clock";
import { edgeSeries } from "./edge-series";
import { cellLabels } from "./fleet";
import { unpublish } from "./graph";
import { livePace, type Pace } from "./pace";
import type { WorldSeries } from "./series";

/** The simulated cloud at one moment. */
export interface World {
  seed: number;
  /** Unix ms, when it began: dates in specs count from it. */
  startAt: UnixMs;
  pace: Pace;
  /** Unix ms of the tick that it has reached. */
  clock: UnixMs;
  cells: Cell[];
  /** By cell: the members on which something acted in the last tick. */
  disturbed: Set<string>[];
}

/** The cloud at rest, before the first tick after `startAt`. */
export function buildWorld(seed: number, scale: number, startAt: UnixMs, pace?: Pace): World {
  const clock = tickAt(startAt);
  const cells = Array.from({ length: scale }, (_, index) => buildCell(index, clock));
  const disturbed = cells.map(() => new Set<string>());
  return { seed, startAt: clock, pace: pace ?? livePace(clock), clock, cells, disturbed };
}

/** Everything of a cell that changes, faults that act included, in a fixed order. */
function statesOf({ parts, edges }: Cell): object[] {
  return [
    ...parts.flatMap(({ part }) => [
      part.state,
      ...part.ports.map(({ seen }) => seen),
      ...part.members.flatMap(({ state, fx }) => [state, fx]),
    ]),
    ...edges.map(({ state }) => state),
  ];
}

/** Raised when what the state means changes: a state of another version is not resumed but played again. */
const STATE_VERSION = 2;

/** A stored state that this release cannot resume. The simulator's service plays the world again from its beginning. */
export class StateFormatError extends UnavailableError {}

/** The state as plain JSON. Numbers keep every bit: JSON prints the shortest text that reads back the same. */
export interface WorldState {
  version: number;
  startAt: UnixMs;
  pace: Pace;
  cells: unknown[][];
}

export const saveWorld = ({ startAt, pace, cells }: World): WorldState =>
  JSON.parse(
    JSON.stringify({ version: STATE_VERSION, startAt, pace, cells: cells.map(statesOf) }),
  ) as WorldState;

/** Copies saved values into the fresh object of the same shape; references inside the cell stay valid. */
function restore(to: object, from: unknown): void {
  if (typeof from !== "object" || from === null)
    throw new StateFormatError("A part of the simulator's state is no object.");
  for (const [key, value] of Object.entries(to) as [string, unknown][]) {
    const saved = (from as Record<string, unknown>)[key];
    if (saved === undefined) throw new StateFormatError(`The simulator's state lacks ${key}.`);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) restore(value, saved);
    else (to as Record<string, unknown>)[key] = Array.isArray(saved) ? structuredClone(saved) : saved;
  }
}

/**
 * The world that `saveWorld` saw.
 *
 * @throws StateFormatError when the state has another version or shape.
 */
export function loadWorld(seed: number, clock: UnixMs, state: WorldState): World {
  if (state.version !== STATE_VERSION)
    throw new StateFormatError(
      `The simulator's state has version ${state.version}, this release writes ${STATE_VERSION}.`,
    );
  const world = buildWorld(seed, state.cells.length, state.startAt, state.pace);
  for (const [i, cell] of world.cells.entries()) {
    const saved = state.cells[i] ?? [];
    const states = statesOf(cell);
    if (states.length !== saved.length)
      throw new StateFormatError(
        `The simulator's state has ${saved.length} parts, this release ${states.length}.`,
      );
    for (const [k, part] of states.entries()) restore(part, saved[k]);
    for (const { ports } of cell.order) for (const port of ports) unpublish(port);
    world.disturbed[i] = new Set(cell.members.keys());
  }
  world.clock = clock;
  return world;
}

/** Every series of the world, bound to it: reading one tells its value at the world's clock. */
export function worldSeries(world: World): WorldSeries[] {
  return world.cells.flatMap((cell) => [
    ...[...cell.members.values()].flatMap(({ product, part, member }) =>
      member.series(cellLabels(cell, product, part, member)),
    ),
    ...edgeSeries(cell),
  ]);
}

/** How the target of a fault is now, or null when the world has no such resource. */
export function targetState(world: World, id: string): TargetState | null {
  for (const { members } of world.cells) {
    const found = members.get(id);
    if (found) return found.member.target();
  }
  return null;
}
