import {
  Activity,
  BellRing,
  CalendarRange,
  FlaskConical,
  type LucideIcon,
  Settings,
  ShieldAlert,
} from "lucide-react";

export interface NavigationItem {
  key: "timeline" | "alarms" | "experiments" | "events" | "risks" | "settings";
  href: `/${string}`;
  icon: LucideIcon;
}

/** The places of the product, in the order of the day: watch, react, prove, prepare, govern. */
export const NAVIGATION_ITEMS: readonly NavigationItem[] = [
  { key: "timeline", href: "/timeline", icon: Activity },
  { key: "alarms", href: "/alarms", icon: BellRing },
  { key: "experiments", href: "/experiments", icon: FlaskConical },
  { key: "events", href: "/events", icon: CalendarRange },
  { key: "risks", href: "/risks", icon: ShieldAlert },
];

export const SETTINGS_ITEM: NavigationItem = { key: "settings", href: "/settings", icon: Settings };
