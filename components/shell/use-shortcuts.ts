"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useShell } from "./shell-context";
import { GO_KEYS } from "./shortcut-list";
import { useTimeHref } from "./use-time-href";

/** Two keys of a sequence such as `g t` belong together within this time. */
const SEQUENCE_MS = 1_200;

/** Keys that work on every page. They keep silent while someone types or a dialog is open. */
export function useShortcuts(): void {
  const router = useRouter();
  const href = useTimeHref();
  const shell = useShell();
  const goUntil = useRef(0);

  useEffect(() => {
    // Before the page sees it: the second key of a sequence is not a key of the page.
    const onCapture = (event: KeyboardEvent) => {
      if (isChord(event)) {
        event.preventDefault();
        shell.setPaletteOpen(!shell.paletteOpen);
        return;
      }
      if (event.timeStamp >= goUntil.current || isModified(event) || isBusy(event.target)) return;
      goUntil.current = 0;
      const path = GO_KEYS[event.key];
      if (path === undefined) return;
      event.preventDefault();
      router.push(href(path));
    };
    // After the page: what it has used is not ours.
    const onBubble = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isModified(event) || isBusy(event.target)) return;
      if (event.key === "g") goUntil.current = event.timeStamp + SEQUENCE_MS;
      else if (event.key === "?") shell.setShortcutsOpen(true);
      else if (event.key === "c") {
        event.preventDefault();
        shell.setChatOpen(!shell.chatOpen);
      }
    };
    window.addEventListener("keydown", onCapture, { capture: true });
    window.addEventListener("keydown", onBubble);
    return () => {
      window.removeEventListener("keydown", onCapture, { capture: true });
      window.removeEventListener("keydown", onBubble);
    };
  }, [router, href, shell]);
}

/** Ctrl-K or Cmd-K, also while someone types. */
function isChord(event: KeyboardEvent): boolean {
  return (
    (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k"
  );
}

function isModified(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
