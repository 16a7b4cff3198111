"use client";
import { MessageSquareText, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { TimeControl } from "@/components/time/time-control";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { LiveIndicator } from "./live-indicator";
import { Logo } from "./logo";
import { useShell } from "./shell-context";
import { UserMenu } from "./user-menu";

/** Pages whose content follows the time range. */
const TIMED_PATHS = ["/timeline", "/alarms", "/experiments"];

export function Header() {
  const t = useTranslations("nav");
  const pathname = usePathname();
  const { setPaletteOpen, chatOpen, setChatOpen } = useShell();
  return (
    <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b bg-surface px-2 md:px-3">
      <Link href="/timeline" aria-label="Evenkeel" className="md:hidden">
        <Logo className="size-6" />
      </Link>
      {(TIMED_PATHS.includes(pathname) || pathname.startsWith("/architecture/")) && <TimeControl />}
      <div className="flex-1" />
      <LiveIndicator />
      <Button
        variant="secondary"
        className="w-44 !justify-start text-faint max-lg:hidden"
        onClick={() => setPaletteOpen(true)}
      >
        <Search className="size-4" aria-hidden />
        <span className="flex-1 text-left">{t("search")}</span>
        <Kbd>Ctrl K</Kbd>
      </Button>
      <IconButton
        icon={Search}
        label={t("search")}
        className="lg:hidden"
        onClick={() => setPaletteOpen(true)}
      />
      <Button
        variant={chatOpen ? "secondary" : "ghost"}
        aria-expanded={chatOpen}
        onClick={() => setChatOpen(!chatOpen)}
        className="max-sm:!w-8 max-sm:!px-0"
      >
        <MessageSquareText className="size-4" aria-hidden />
        <span className="max-sm:sr-only">{t("ask")}</span>
      </Button>
      <UserMenu />
    </header>
  );
}
