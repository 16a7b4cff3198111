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
    const onKeyDown = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey;
      if (modified && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        shell.setPaletteOpen(!shell.paletteOpen);
        return;
      }
      if (modified || event.altKey || event.defaultPrevented || isBusy(event.target)) return;
      if (event.timeStamp < goUntil.current) {
        goUntil.current = 0;
        const path = GO_KEYS[event.key];
        if (path === undefined) return;
        event.preventDefault();
        router.push(href(path));
      } else if (event.key === "g") goUntil.current = event.timeStamp + SEQUENCE_MS;
      else if (event.key === "?") shell.setShortcutsOpen(true);
      else if (event.key === "c") {
        event.preventDefault();
        shell.setChatOpen(!shell.chatOpen);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [router, href, shell]);
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input, textarea, select, [role=dialog], [role=menu]") !== null
  );
}
