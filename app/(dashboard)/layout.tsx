import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { BottomBar } from "@/components/shell/bottom-bar";
import { Sidebar } from "@/components/shell/sidebar";
import { NAVIGATION_COOKIE } from "@/lib/core/cookies";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("nav");
  const cookieStore = await cookies();
  return (
    <>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-fg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skipToContent")}
      </a>
      <div className="flex min-h-dvh">
        <Sidebar startCollapsed={cookieStore.get(NAVIGATION_COOKIE)?.value === "collapsed"} />
        <div className="flex min-w-0 flex-1 flex-col pb-14 md:pb-0">
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {children}
          </main>
        </div>
      </div>
      <BottomBar />
    </>
  );
}
