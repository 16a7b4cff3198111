"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NAVIGATION_COOKIE, rememberCookie } from "@/lib/core/cookies";
import { classNames } from "@/components/ui/class-names";
import { FiringCount } from "./firing-count";
import { Logo } from "./logo";
import {
  CHAT_ITEM,
  isCurrentItem,
  NAVIGATION_ITEMS,
  type NavigationItem,
  SETTINGS_ITEMS,
} from "./navigation-items";
import { useTimeHref } from "./use-time-href";

/** Left navigation of wide screens. Collapsed it shows icons, named by their titles. */
export function Sidebar({ startCollapsed }: { startCollapsed: boolean }) {
  const t = useTranslations("nav");
  const [collapsed, setCollapsed] = useState(startCollapsed);
  const toggle = () => {
    setCollapsed(!collapsed);
    rememberCookie(NAVIGATION_COOKIE, collapsed ? "expanded" : "collapsed");
  };
  const Icon = collapsed ? PanelLeftOpen : PanelLeftClose;
  const label = collapsed ? t("expand") : t("collapse");
  return (
    <nav
      aria-label={t("label")}
      className={classNames(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-surface md:flex",
        collapsed ? "w-12" : "w-48",
      )}
    >
      <Link href="/timeline" className="flex h-12 items-center gap-2 px-3 font-semibold text-fg">
        <Logo className="size-6 shrink-0" />
        <span className={collapsed ? "sr-only" : "text-lg"}>Evenkeel</span>
      </Link>
      <ul className="flex flex-1 flex-col gap-0.5 px-2 pt-2">
        {[...NAVIGATION_ITEMS, CHAT_ITEM].map((item) => (
          <SidebarLink key={item.key} item={item} collapsed={collapsed} />
        ))}
        <li className="flex-1" />
        {SETTINGS_ITEMS.map((item) => (
          <SidebarLink key={item.key} item={item} collapsed={collapsed} />
        ))}
      </ul>
      <button
        type="button"
        onClick={toggle}
        aria-label={label}
        title={label}
        className="m-2 flex h-8 items-center gap-2 rounded-md px-2 text-faint hover:bg-raised hover:text-fg"
      >
        <Icon className="size-4" aria-hidden />
      </button>
    </nav>
  );
}

function SidebarLink({ item, collapsed }: { item: NavigationItem; collapsed: boolean }) {
  const t = useTranslations("nav");
  const pathname = usePathname();
  const href = useTimeHref();
  const current = isCurrentItem(item, pathname);
  const Icon = item.icon;
  return (
    <li>
      <Link
        href={href(item.href)}
        aria-current={current ? "page" : undefined}
        title={collapsed ? t(item.key) : undefined}
        className={classNames(
          "flex h-8 items-center gap-2 rounded-md px-2 font-medium",
          current ? "bg-raised text-fg" : "text-muted hover:bg-raised hover:text-fg",
        )}
      >
        <span className="relative shrink-0">
          <Icon className={classNames("size-4", current && "text-accent")} aria-hidden />
          {item.key === "alarms" && collapsed && <FiringCount compact />}
        </span>
        <span className={collapsed ? "sr-only" : "truncate"}>{t(item.key)}</span>
        {item.key === "alarms" && !collapsed && <FiringCount />}
      </Link>
    </li>
  );
}
