"use client";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { CONTROL_CLASS } from "@/components/ui/input";
import { catalogueEntries, storedEntries, suggest, type Suggestion } from "./prepare-search";
import { asLocale } from "./text-in";
import { timelineQueries } from "./timeline-queries";

export interface MetricSearchProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Values that are shown now: choosing one again removes it. */
  shown: ReadonlySet<string>;
  onToggle: (value: string) => void;
}

const KINDS = ["catalogue", "stored", "promql"] as const;

/** Finds metrics by their titles in both languages, by their names in the store, or takes PromQL as it is written. */
export function MetricSearch({ open, onOpenChange, shown, onToggle }: MetricSearchProps) {
  const t = useTranslations("timeline");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("addMetric")} size="md">
        <SearchList shown={shown} onToggle={onToggle} />
      </DialogContent>
    </Dialog>
  );
}

function SearchList({ shown, onToggle }: Pick<MetricSearchProps, "shown" | "onToggle">) {
  const t = useTranslations("timeline");
  const locale = asLocale(useLocale());
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  // The dialog was opened to write in it; by itself it would focus its first button.
  useEffect(() => input.current?.focus(), []);
  const names = useQuery(timelineQueries.names());
  const entries = useMemo(() => {
    const known = catalogueEntries(locale);
    return [...known, ...storedEntries(names.data ?? [], known)];
  }, [locale, names.data]);
  const found = suggest(entries, text);
  return (
    <Command label={t("searchLabel")} shouldFilter={false} loop className="flex min-h-0 flex-col gap-2">
      <Command.Input
        ref={input}
        value={text}
        onValueChange={setText}
        placeholder={t("searchPlaceholder")}
        className={`${CONTROL_CLASS} shrink-0`}
      />
      <Command.List className="max-h-[50dvh] min-h-40 overflow-y-auto">
        {found.shown.length === 0 && (
          <Command.Empty className="p-3 text-muted">{t("searchEmpty")}</Command.Empty>
        )}
        {KINDS.map((kind) => {
          const items = found.shown.filter((each) => each.kind === kind);
          if (items.length === 0) return null;
          return (
            <Command.Group
              key={kind}
              heading={t(`searchGroups.${kind}`)}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
            >
              {items.map((item) => (
                <SearchItem key={item.value} item={item} shown={shown.has(item.value)} onToggle={onToggle} />
              ))}
            </Command.Group>
          );
        })}
        {found.hidden > 0 && (
          <p className="px-2 py-1 text-sm text-faint">{t("searchMore", { count: found.hidden })}</p>
        )}
        {names.error && <p className="px-2 py-1 text-sm text-warning">{names.error.message}</p>}
      </Command.List>
    </Command>
  );
}

function SearchItem({
  item,
  shown,
  onToggle,
}: {
  item: Suggestion;
  shown: boolean;
  onToggle: (value: string) => void;
}) {
  const t = useTranslations("timeline");
  return (
    <Command.Item
      value={item.value}
      onSelect={() => onToggle(item.value)}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 data-[selected=true]:bg-raised"
    >
      <span className={item.kind === "catalogue" ? "truncate" : "truncate font-mono text-sm"}>
        {item.title}
      </span>
      <span className="min-w-0 flex-1 truncate text-right font-mono text-xs text-faint">{item.detail}</span>
      {shown && (
        <span className="flex items-center gap-1 text-xs text-accent">
          <Check className="size-3.5" aria-hidden />
          {t("shown")}
        </span>
      )}
    </Command.Item>
  );
}
