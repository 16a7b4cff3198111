import type { Diagram } from "../schemas";
import { type DiagramEdit, editDiagram } from "./edit-diagram";

/** A diagram that is being edited, with the way back and forth. */
export interface EditHistory {
  past: readonly Diagram[];
  present: Diagram;
  future: readonly Diagram[];
}

/** Steps that can be taken back; our choice, a long evening of drawing. Diagrams share what did not change. */
const STEPS_MAX = 500;

export const beginEditing = (diagram: Diagram): EditHistory => ({ past: [], present: diagram, future: [] });

/** Does an edit; what was undone before can then no longer be done again. An edit that changes nothing leaves no step. */
export function doEdit(history: EditHistory, edit: DiagramEdit): EditHistory {
  const present = editDiagram(history.present, edit);
  if (present === history.present) return history;
  return { past: [...history.past, history.present].slice(-STEPS_MAX), present, future: [] };
}

export function undoEdit({ past, present, future }: EditHistory): EditHistory {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redoEdit({ past, present, future }: EditHistory): EditHistory {
  const [after, ...rest] = future;
  if (after === undefined) return { past, present, future };
  return { past: [...past, present], present: after, future: rest };
}
