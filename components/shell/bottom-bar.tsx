"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { FiringCount } from "./firing-count";
import { NAVIGATION_ITEMS } from "./navigation-items";
import { useTimeHref } from "./use-time-href";

/** Navigation of phones, within reach of the thumb. */
export function BottomBar() {
  const t = useTranslations("nav");
  const pathname = usePathname();
  const href = useTimeHref();
  return (
    <nav
      aria-label={t("label")}
      className="fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {NAVIGATION_ITEMS.map(({ key, href: path, icon: Icon }) => {
        const current = pathname === path || pathname.startsWith(`${path}/`);
        return (
          <Link
            key={key}
            href={href(path)}
            aria-current={current ? "page" : undefined}
            className={classNames(
              "flex h-14 min-w-0 flex-col items-center justify-center gap-1 text-xs",
              current ? "text-accent" : "text-muted",
            )}
          >
            <span className="relative">
              <Icon className="size-5" aria-hidden />
              {key === "alarms" && <FiringCount compact />}
            </span>
            <span className="max-w-full truncate px-0.5">{t(key)}</span>
          </Link>
        );
      })}
    </nav>
  );
}
