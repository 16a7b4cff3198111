"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { ChatPanel } from "@/components/chat/chat-panel";
import { useLiveInvalidation } from "@/components/live/use-live";
import { BottomBar } from "./bottom-bar";
import { MetricsBanner } from "@/components/metrics/metrics-banner";
import { ChatDock } from "./chat-dock";
import { CommandPalette } from "./command-palette";
import { Header } from "./header";
import { ShellProvider } from "./shell-context";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { Sidebar } from "./sidebar";
import { useShortcuts } from "./use-shortcuts";

export interface DashboardFrameProps {
  startCollapsed: boolean;
  startChatOpen: boolean;
  startChatWidth: number;
  children: ReactNode;
}

/** Everything around a page: navigation, header, chat, palette, help. */
export function DashboardFrame({
  startCollapsed,
  startChatOpen,
  startChatWidth,
  children,
}: DashboardFrameProps) {
  // The page of the chat is the chat itself.
  const docked = usePathname() !== "/chat";
  return (
    <ShellProvider startChatOpen={startChatOpen}>
      <PageEffects />
      <div className="flex min-h-dvh">
        <Sidebar startCollapsed={startCollapsed} />
        <div className="flex min-w-0 flex-1 flex-col pb-14 md:pb-0">
          <Header />
          <MetricsBanner />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {children}
          </main>
        </div>
        {docked && (
          <ChatDock startWidth={startChatWidth}>
            <ChatPanel />
          </ChatDock>
        )}
      </div>
      <BottomBar />
      <CommandPalette />
      <ShortcutsDialog />
    </ShellProvider>
  );
}

/** What listens for as long as the frame stands. */
function PageEffects() {
  useShortcuts();
  useLiveInvalidation();
  return null;
}
