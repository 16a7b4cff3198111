"use client";
import { useEffect, useEffectEvent, useRef } from "react";

/** As long as the shell waits for the second key of a sequence. */
const SEQUENCE_MS = 1_200;

export interface KeyActions {
  pan: (fraction: number) => void;
  zoom: (factor: number) => void;
  step: (by: -1 | 1) => void;
  reset: () => void;
  live: () => void;
  pause: () => void;
  focus: () => void;
  leave: () => void;
  table: () => void;
  add: () => void;
  help: () => void;
}

/** Keys belong to the page only while nobody writes, no dialog is open and no chord is meant for the browser. */
function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=listbox], [role=menu]")
  ) {
    return false;
  }
  return !(event.key.startsWith("Arrow") && target.closest("[role=tablist], [role=radiogroup]"));
}

function actionOf(event: KeyboardEvent, actions: KeyActions): (() => void) | undefined {
  const quarter = event.shiftKey ? 1 : 0.25;
  const table: Record<string, () => void> = {
    ArrowLeft: () => actions.pan(-quarter),
    ArrowRight: () => actions.pan(quarter),
    "+": () => actions.zoom(0.5),
    "=": () => actions.zoom(0.5),
    "-": () => actions.zoom(2),
    ",": () => actions.step(-1),
    ".": () => actions.step(1),
    "0": actions.reset,
    l: actions.live,
    p: actions.pause,
    f: actions.focus,
    Escape: actions.leave,
    t: actions.table,
    a: actions.add,
    "?": actions.help,
  };
  return table[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** The keyboard of the timeline, listed for readers in `help-dialog.tsx`. */
export function useKeys(actions: KeyActions): void {
  const sequenceUntil = useRef(0);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isForPage(event)) return;
    // `g a` goes to the alarms: its second key is not ours.
    const second = event.timeStamp < sequenceUntil.current;
    sequenceUntil.current = event.key === "g" ? event.timeStamp + SEQUENCE_MS : 0;
    if (second) return;
    const action = actionOf(event, actions);
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
