"use client";
import { createContext, type ReactNode, use, useMemo, useState } from "react";
import { CHAT_COOKIE, rememberCookie } from "@/lib/core/cookies";

export interface Shell {
  paletteOpen: boolean;
  setPaletteOpen: (open: boolean) => void;
  shortcutsOpen: boolean;
  setShortcutsOpen: (open: boolean) => void;
  chatOpen: boolean;
  setChatOpen: (open: boolean) => void;
}

const ShellContext = createContext<Shell | null>(null);

export function ShellProvider({ startChatOpen, children }: { startChatOpen: boolean; children: ReactNode }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const [chatOpen, setChatShown] = useState(startChatOpen);
  const shell = useMemo(
    () => ({
      paletteOpen,
      setPaletteOpen,
      shortcutsOpen,
      setShortcutsOpen,
      chatOpen,
      setChatOpen: (open: boolean) => {
        setChatShown(open);
        rememberCookie(CHAT_COOKIE, open ? "open" : "closed");
      },
    }),
    [paletteOpen, shortcutsOpen, chatOpen],
  );
  return <ShellContext value={shell}>{children}</ShellContext>;
}

/** What the frame around all pages shows: palette, help, chat. @throws outside of the dashboard layout. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error("useShell needs a ShellProvider above it.");
  return shell;
}
