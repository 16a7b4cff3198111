"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FACETS } from "@/lib/resources/constants";
import { chosenCount } from "./resource-filter";
import { useFacetText } from "./use-facet-text";
import type { ResourceFilterControl } from "./use-resource-filter";

/** What is chosen, each with a way to take it back. */
export function ActiveFilters({ filter }: { filter: ResourceFilterControl }) {
  const t = useTranslations("resources");
  const textOf = useFacetText();
  if (chosenCount(filter.state) === 0) return null;
  return (
    <ul aria-label={t("chosen")} className="flex flex-wrap items-center gap-1.5">
      {FACETS.flatMap((facet) =>
        filter.state[facet].map((value) => (
          <li key={`${facet}:${value}`}>
            <button
              type="button"
              onClick={() => filter.toggle(facet, value)}
              aria-label={t("takeAway", { filter: t(`facets.${facet}`), value: textOf(facet, value) })}
              className="inline-flex h-6 max-w-64 items-center gap-1 rounded-md bg-accent/14 px-1.5 text-sm text-accent hover:brightness-110"
            >
              <span className="truncate">{`${t(`facets.${facet}`)}: ${textOf(facet, value)}`}</span>
              <X className="size-3 shrink-0" aria-hidden />
            </button>
          </li>
        )),
      )}
      <li>
        <Button size="sm" variant="ghost" onClick={filter.clear}>
          {t("clear")}
        </Button>
      </li>
    </ul>
  );
}
