import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ViewerProvider } from "@/components/auth/viewer";
import { DashboardFrame } from "@/components/shell/dashboard-frame";
import { CHAT_WIDTH } from "@/components/shell/chat-width";
import { CHAT_COOKIE, CHAT_WIDTH_COOKIE, NAVIGATION_COOKIE } from "@/lib/core/cookies";
import { pageContext } from "../page-context";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageContext();
  const t = await getTranslations("nav");
  const cookieStore = await cookies();
  const chatWidth = Number(cookieStore.get(CHAT_WIDTH_COOKIE)?.value ?? CHAT_WIDTH.initial);
  return (
    <ViewerProvider viewer={{ name: actor.name, role: actor.role }}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-fg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skipToContent")}
      </a>
      <DashboardFrame
        startCollapsed={cookieStore.get(NAVIGATION_COOKIE)?.value === "collapsed"}
        startChatOpen={cookieStore.get(CHAT_COOKIE)?.value === "open"}
        startChatWidth={Number.isFinite(chatWidth) ? chatWidth : CHAT_WIDTH.initial}
      >
        {children}
      </DashboardFrame>
    </ViewerProvider>
  );
}
