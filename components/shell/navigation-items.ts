import {
  Activity,
  BellRing,
  Cable,
  CalendarRange,
  FlaskConical,
  type LucideIcon,
  MessageSquareText,
  Server,
  Settings,
  ShieldAlert,
  Workflow,
} from "lucide-react";

export interface NavigationItem {
  key:
    | "timeline"
    | "architecture"
    | "alarms"
    | "experiments"
    | "events"
    | "risks"
    | "resources"
    | "chatPage"
    | "sources"
    | "settings";
  href: `/${string}`;
  icon: LucideIcon;
}

/** The places of the product, in the order of the day: watch, react, prove, prepare, govern. */
export const NAVIGATION_ITEMS: readonly NavigationItem[] = [
  { key: "timeline", href: "/timeline", icon: Activity },
  { key: "architecture", href: "/architecture", icon: Workflow },
  { key: "alarms", href: "/alarms", icon: BellRing },
  { key: "experiments", href: "/experiments", icon: FlaskConical },
  { key: "events", href: "/events", icon: CalendarRange },
  { key: "risks", href: "/risks", icon: ShieldAlert },
  { key: "resources", href: "/resources", icon: Server },
];

/** On phones the header's own button opens the chat. */
export const CHAT_ITEM: NavigationItem = { key: "chatPage", href: "/chat", icon: MessageSquareText };

/** What is looked after, not worked with. */
export const SETTINGS_ITEMS: readonly NavigationItem[] = [
  { key: "sources", href: "/settings/sources", icon: Cable },
  { key: "settings", href: "/settings", icon: Settings },
];

export const ALL_ITEMS: readonly NavigationItem[] = [...NAVIGATION_ITEMS, CHAT_ITEM, ...SETTINGS_ITEMS];

/** Whether the page belongs to this place, and to none within it that has an entry of its own. */
export function isCurrentItem(item: NavigationItem, pathname: string): boolean {
  const fits = ({ href }: NavigationItem) => pathname === href || pathname.startsWith(`${href}/`);
  const [deepest] = ALL_ITEMS.filter(fits).sort((a, b) => b.href.length - a.href.length);
  return deepest?.key === item.key;
}
