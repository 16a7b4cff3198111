"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import { type Facet, FACETS } from "@/lib/resources/constants";
import type { ResourceFacets } from "@/lib/resources/schemas";
import { useFacetText } from "./use-facet-text";
import type { ResourceFilterControl } from "./use-resource-filter";

/** Values that are shown before more are asked for. */
const SHOWN = 7;

export interface FacetListProps {
  facets: ResourceFacets;
  filter: ResourceFilterControl;
}

/** Every filter with its values and how many resources each would give. */
export function FacetList({ facets, filter }: FacetListProps) {
  return (
    <div className="flex flex-col gap-4">
      {FACETS.filter((facet) => worthShowing(facet, facets, filter)).map((facet) => (
        <FacetGroup key={facet} facet={facet} values={facets[facet]} filter={filter} />
      ))}
    </div>
  );
}

/** A filter whose only value everything has would change nothing. */
function worthShowing(facet: Facet, facets: ResourceFacets, { state }: ResourceFilterControl): boolean {
  const always: readonly Facet[] = ["product", "condition"];
  return always.includes(facet) || facets[facet].length > 1 || state[facet].length > 0;
}

interface FacetGroupProps {
  facet: Facet;
  values: ResourceFacets[Facet];
  filter: ResourceFilterControl;
}

function FacetGroup({ facet, values, filter }: FacetGroupProps) {
  const t = useTranslations("resources");
  const textOf = useFacetText();
  const [all, setAll] = useState(false);
  const [search, setSearch] = useState("");
  const chosen = filter.state[facet];
  const fits = values.filter(({ value }) =>
    `${value} ${textOf(facet, value)}`.toLowerCase().includes(search.toLowerCase()),
  );
  const shown = all ? fits : fits.filter(({ value }, i) => i < SHOWN || chosen.includes(value));
  const name = t(`facets.${facet}`);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 flex w-full items-center justify-between text-sm font-semibold text-muted">
        {name}
      </legend>
      {all && values.length > SHOWN && (
        <Input
          value={search}
          onValueChange={setSearch}
          aria-label={t("searchIn", { filter: name })}
          placeholder={t("searchIn", { filter: name })}
          className="mb-1 !h-7"
        />
      )}
      {shown.length === 0 && <p className="px-1 text-sm text-faint">{t("noValue")}</p>}
      <div className={classNames(all && "max-h-72 overflow-y-auto")}>
        {shown.map(({ value, count }) => (
          <label
            key={value}
            className="flex min-h-6 cursor-pointer items-center gap-2 rounded-md px-1 hover:bg-raised has-[:focus-visible]:outline-2"
          >
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={() => filter.toggle(facet, value)}
              className="size-3.5 shrink-0 accent-accent"
            />
            <span className="min-w-0 flex-1 truncate" title={textOf(facet, value)}>
              {textOf(facet, value)}
            </span>
            <span className={classNames("text-sm", count === 0 ? "text-faint" : "text-muted")}>{count}</span>
          </label>
        ))}
      </div>
      {fits.length > shown.length || all
        ? values.length > SHOWN && (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                setAll(!all);
                setSearch("");
              }}
            >
              {all ? t("fewer") : t("more", { count: values.length - shown.length })}
            </Button>
          )
        : null}
    </fieldset>
  );
}
