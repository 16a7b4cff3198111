"use client";
import { useQuery } from "@tanstack/react-query";
import { CalendarRange } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { eventQueries } from "@/components/events/event-queries";
import { CommandGroup, CommandItem } from "./command-item";

/** What the product knows by name. Shown once something is typed: unasked, it would bury the pages. */
export function CommandRecords({ search, close }: { search: string; close: () => void }) {
  const t = useTranslations("nav.palette");
  const locale = useLocale();
  const router = useRouter();
  const asked = search.trim().length > 0;
  const { data } = useQuery({ ...eventQueries.list(), enabled: asked });
  if (!asked) return null;
  const go = (path: string) => () => {
    close();
    router.push(path);
  };
  return (
    <CommandGroup heading={t("events")}>
      {(data?.events ?? []).map((event) => (
        <CommandItem
          key={event.id}
          value={`event ${event.slug}`}
          keywords={[event.title, event.titleZh]}
          icon={CalendarRange}
          onSelect={go(`/events?event=${event.slug}`)}
        >
          {locale === "zh" ? event.titleZh : event.title}
        </CommandItem>
      ))}
    </CommandGroup>
  );
}
