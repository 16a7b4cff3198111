import { alignRange, floorTo } from "@/components/charts/prepare/step";
import { mergeTail } from "@/components/charts/prepare/tail";
import { type RangeMs, SECOND_MS, type UnixMs } from "@/lib/core/time";
import { getJson } from "@/lib/http/get-json";
import { type LabelledSeries, seriesId } from "./prepare-names";
import { matrixSchema, vectorSchema } from "./prometheus-schemas";

export interface HeldSeries extends LabelledSeries {
  id: string;
}

/** What is held of one expression. */
export interface HeldLines {
  /** Grid points of [from, to] were asked for; both are multiples of the step. */
  grid: RangeMs;
  series: readonly HeldSeries[];
  /** What PromQL said of the newest answer. */
  notes: readonly string[];
  /** Values off the grid at the newest sample: they will be replaced by the next grid point. */
  edge: { at: UnixMs; values: ReadonlyMap<string, { labels: LabelledSeries["labels"]; v: number }> } | null;
}

export interface LinesRequest {
  expr: string;
  stepMs: number;
  /** Window that is shown. */
  window: RangeMs;
  /** Moment of the newest sample, when the window reaches past it; null when the window lies in the past. */
  newestMs: UnixMs | null;
}

/** Grid points that are asked for again: a sample may come late, and a rate looks back. */
const OVERLAP_STEPS = 2;

async function fetchGrid(
  request: LinesRequest,
  range: RangeMs,
  signal: AbortSignal,
): Promise<{ series: HeldSeries[]; notes: readonly string[] }> {
  const { series, notes } = await getJson("/api/v1/query_range", {
    query: {
      query: request.expr,
      start: range.from / SECOND_MS,
      end: range.to / SECOND_MS,
      step: request.stepMs / SECOND_MS,
    },
    schema: matrixSchema,
    signal,
  });
  return { series: series.map((each) => ({ ...each, id: seriesId(each.labels) })), notes };
}

async function fetchEdge(request: LinesRequest, at: UnixMs, signal: AbortSignal): Promise<HeldLines["edge"]> {
  const samples = await getJson("/api/v1/query", {
    query: { query: request.expr, time: at / SECOND_MS },
    schema: vectorSchema,
    signal,
  });
  return { at, values: new Map(samples.map(({ labels, v }) => [seriesId(labels), { labels, v }])) };
}

/** The grid points that are wanted: one step of margin on either side, and none in the future. */
export function wantedGrid({ window, stepMs, newestMs }: LinesRequest): RangeMs {
  const { from, to } = alignRange(window, stepMs);
  const end = newestMs === null ? to + stepMs : Math.min(to + stepMs, floorTo(newestMs, stepMs));
  return { from: from - stepMs, to: Math.max(from - stepMs, end) };
}

/** Part of `wanted` that is not held, or null when nothing is missing. A held grid that ends later is of no use. */
export function missingGrid(held: HeldLines | undefined, wanted: RangeMs, stepMs: number): RangeMs | null {
  if (!held || held.grid.from > wanted.from || held.grid.to < wanted.from) return wanted;
  if (held.grid.to >= wanted.to) return null;
  return { from: Math.max(wanted.from, held.grid.to - (OVERLAP_STEPS - 1) * stepMs), to: wanted.to };
}

/** Brings `held` up to date: asks only for what is new, and for the values at the newest sample. */
export async function fetchLines(
  request: LinesRequest,
  held: HeldLines | undefined,
  signal: AbortSignal,
): Promise<HeldLines> {
  const wanted = wantedGrid(request);
  const missing = missingGrid(held, wanted, request.stepMs);
  const at = request.newestMs;
  const offGrid = at !== null && at > wanted.to && at <= request.window.to + request.stepMs;
  const [tail, edge] = await Promise.all([
    missing ? fetchGrid(request, missing, signal) : null,
    offGrid ? fetchEdge(request, at, signal) : null,
  ]);
  const before = held?.series ?? [];
  const series = missing && tail ? mergeTail(before, tail.series, missing, wanted.from) : before;
  return { grid: wanted, series, notes: tail?.notes ?? held?.notes ?? [], edge };
}
