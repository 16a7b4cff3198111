"use client";
import { Dialog } from "@base-ui/react/dialog";
import { Maximize2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CloseButton } from "@/components/ui/close-button";
import { CHAT_WIDTH_COOKIE, rememberCookie } from "@/lib/core/cookies";
import { CHAT_WIDTH } from "./chat-width";
import { ResizeHandle } from "./resize-handle";
import { useShell } from "./shell-context";
import { PHONE_QUERY, useMediaQuery } from "./use-media-query";

/** The chat beside every page: a column that can be resized on wide screens, a full-screen sheet on phones. */
export function ChatDock({ startWidth, children }: { startWidth: number; children: ReactNode }) {
  const { chatOpen, setChatOpen } = useShell();
  const phone = useMediaQuery(PHONE_QUERY);
  const t = useTranslations("nav.chat");
  const [width, setWidth] = useState(startWidth);
  if (phone) {
    return (
      <Dialog.Root open={chatOpen} onOpenChange={setChatOpen}>
        <Dialog.Portal>
          <Dialog.Popup className="fixed inset-0 z-40 flex flex-col bg-surface outline-none">
            <header className="flex h-12 shrink-0 items-center justify-between border-b pr-2 pl-4">
              <Dialog.Title className="font-semibold">{t("title")}</Dialog.Title>
              <Dialog.Close render={<CloseButton label={t("close")} />} />
            </header>
            <div className="min-h-0 flex-1">{children}</div>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    );
  }
  if (!chatOpen) return null;
  return (
    <aside
      aria-label={t("title")}
      style={{ width }}
      className="sticky top-0 hidden h-dvh shrink-0 border-l bg-surface md:flex"
    >
      <ResizeHandle
        label={t("resize")}
        width={width}
        {...CHAT_WIDTH}
        onResize={setWidth}
        onResizeEnd={(px) => rememberCookie(CHAT_WIDTH_COOKIE, String(px))}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center justify-between border-b pr-2 pl-3">
          <h2 className="font-semibold">{t("title")}</h2>
          <span className="flex items-center">
            <Link
              href="/chat"
              aria-label={t("expand")}
              title={t("expand")}
              className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-fg"
            >
              <Maximize2 className="size-4" aria-hidden />
            </Link>
            <CloseButton label={t("close")} onClick={() => setChatOpen(false)} />
          </span>
        </header>
        <div className="min-h-0 flex-1">{children}</div>
      </div>
    </aside>
  );
}
