import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChatPanel } from "@/components/chat/chat-panel";
import { pageContext } from "../../page-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chat"))("title") };
}

export default async function ChatPage() {
  await pageContext();
  const t = await getTranslations("chat");
  return (
    <div className="flex h-[calc(100dvh-6.5rem-var(--banner-height,0px))] flex-col md:h-[calc(100dvh-3rem-var(--banner-height,0px))]">
      <h1 className="sr-only">{t("title")}</h1>
      <ChatPanel />
    </div>
  );
}
