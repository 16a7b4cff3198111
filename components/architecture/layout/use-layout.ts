"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Diagram } from "@/lib/architecture/schemas";
import { type PlacedDiagram, placeDiagram } from "./geometry";
import { layOut } from "./lay-out";

/** What of a diagram the layout depends on: names and bindings may change without it. */
const shapeOf = ({ nodes, edges }: Diagram): string =>
  JSON.stringify([
    nodes.map(({ id, layer }) => [id, layer]),
    edges.map(({ source, destination }) => [source, destination]),
  ]);

/** The diagram with a place for every node; null until the layout is there. */
export function useLayout(diagram: Diagram | undefined): {
  placed: PlacedDiagram | null;
  error: Error | null;
} {
  const isNeeded = diagram !== undefined && diagram.nodes.some(({ position }) => position === null);
  const shape = useMemo(() => (isNeeded ? shapeOf(diagram) : ""), [diagram, isNeeded]);
  const layout = useQuery({
    queryKey: ["diagram-layout", shape],
    queryFn: () => (diagram ? layOut(diagram) : new Map<string, never>()),
    enabled: isNeeded,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    // Maps are no JSON: they are kept as they are.
    structuralSharing: false,
  });
  const { data } = layout;
  const placed = useMemo(() => {
    if (!diagram || (isNeeded && data === undefined)) return null;
    return placeDiagram(diagram, data ?? new Map());
  }, [diagram, isNeeded, data]);
  return { placed, error: layout.error };
}
