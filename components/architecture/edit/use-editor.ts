"use client";
import { useEffect, useEffectEvent, useState } from "react";
import { LAYERS } from "@/lib/resources/constants";
import type { DiagramEdit } from "@/lib/architecture/document/edit-diagram";
import {
  beginEditing,
  doEdit,
  type EditHistory,
  redoEdit,
  undoEdit,
} from "@/lib/architecture/document/edit-history";
import type { ArchitectureView, Diagram } from "@/lib/architecture/schemas";
import { type PlacedDiagram, positionAt } from "../layout/geometry";

export interface Editor {
  history: EditHistory;
  diagram: Diagram;
  /** The version that is being changed. */
  baseVersion: number;
  isChanged: boolean;
  isConnecting: boolean;
  setConnecting: (isOn: boolean) => void;
  edit: (edit: DiagramEdit) => void;
  undo: () => void;
  redo: () => void;
}

interface Session {
  history: EditHistory;
  baseVersion: number;
}

/**
 * Editing of a diagram: begun on what is shown, with every node where it stands, so that adding a line moves nothing.
 */
export function useEditor(): {
  editor: Editor | null;
  begin: (view: ArchitectureView, placed: PlacedDiagram) => void;
  end: () => void;
} {
  const [session, setSession] = useState<Session | null>(null);
  const [isConnecting, setConnecting] = useState(false);
  const change = (to: (history: EditHistory) => EditHistory): void =>
    setSession((now) => now && { ...now, history: to(now.history) });
  const undo = (): void => change(undoEdit);
  const redo = (): void => change(redoEdit);
  useUndoKeys(session !== null, undo, redo);
  const editor = session && {
    ...session,
    diagram: session.history.present,
    isChanged: session.history.past.length > 0,
    isConnecting,
    setConnecting,
    edit: (edit: DiagramEdit) => change((history) => doEdit(history, edit)),
    undo,
    redo,
  };
  return {
    editor,
    begin: ({ diagram, newestVersion }, placed) => {
      setConnecting(false);
      setSession({ history: beginEditing(freeze(diagram, placed)), baseVersion: newestVersion });
    },
    end: () => setSession(null),
  };
}

/** The diagram with the place of each node written down. */
export function freeze(diagram: Diagram, placed: PlacedDiagram): Diagram {
  return {
    ...diagram,
    nodes: diagram.nodes.map((node) => {
      const at = placed.nodes.get(node.id);
      if (node.position !== null || !at) return node;
      const { position } = positionAt(
        placed.lanes.filter(({ layer }) => layer === node.layer),
        at.x,
        at.y,
      );
      return { ...node, position };
    }),
  };
}

/** An id that no node has yet: `node-7`. */
export function freeId({ nodes }: Diagram): string {
  const taken = new Set(nodes.map(({ id }) => id));
  let number = nodes.length + 1;
  while (taken.has(`node-${number}`)) number += 1;
  return `node-${number}`;
}

/** Where a key moves a node to: past the edge of its lane it goes into the next one. */
export function nudged(placed: PlacedDiagram, id: string, dx: number, dy: number): DiagramEdit | null {
  const at = placed.nodes.get(id);
  if (!at) return null;
  const to = positionAt(placed.lanes, at.x + dx, at.y + dy);
  const lane = placed.lanes.find(({ layer }) => layer === at.layer);
  // At the upper edge of its lane a node would stay for ever: there a step up leads into the lane above.
  const isAtTop = dy < 0 && lane !== undefined && to.layer === at.layer && to.position.y === 0;
  const wasAtTop = isAtTop && positionAt(placed.lanes, at.x, at.y).position.y === 0;
  const above = LAYERS[LAYERS.indexOf(at.layer) - 1];
  if (wasAtTop && above)
    return { kind: "move", to: [{ id, layer: above, position: { ...to.position, y: 0 } }] };
  return { kind: "move", to: [{ id, ...to }] };
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

function useUndoKeys(isOn: boolean, undo: () => void, redo: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) redo();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    if (!isOn) return undefined;
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [isOn]);
}
