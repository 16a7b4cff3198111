"use client";
import { Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

/** An info says how to ask better, a warning that the answer may be wrong. */
const isInfo = (note: string): boolean => note.startsWith("PromQL info");

/** Warnings and infos of a query as a small sign that opens them; nothing when there are none. */
export function QueryNotes({ notes }: { notes: readonly string[] }) {
  const t = useTranslations("timeline.notes");
  if (notes.length === 0) return null;
  const Icon = notes.every(isInfo) ? Info : TriangleAlert;
  const label = t("label", { count: notes.length });
  return (
    <Popover>
      <PopoverTrigger
        render={
          <Button variant="ghost" size="sm" aria-label={label} title={label} className="w-6 shrink-0 !px-0">
            <Icon
              className={notes.every(isInfo) ? "size-3.5 text-muted" : "size-3.5 text-warning"}
              aria-hidden
            />
          </Button>
        }
      />
      <PopoverContent label={label} className="w-96 max-w-[calc(100vw-1rem)]">
        <p className="mb-1 font-medium">{t("title")}</p>
        <QueryNoteList notes={notes} />
      </PopoverContent>
    </Popover>
  );
}

/** The notes in the words of PromQL, which are English everywhere. */
export function QueryNoteList({ notes }: { notes: readonly string[] }) {
  return (
    <ul lang="en" className="flex flex-col gap-1 text-sm text-muted [overflow-wrap:anywhere]">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
