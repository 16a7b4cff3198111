"use client";
import { useQuery } from "@tanstack/react-query";
import { Search, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { PanelStates } from "@/components/ui/panel-states";
import { ActiveFilters } from "./active-filters";
import { ExportMenu } from "./export-menu";
import { FacetList } from "./facet-list";
import { ImportDialog } from "./import-dialog";
import { chosenCount } from "./resource-filter";
import { resourceQueries } from "./resource-queries";
import { ResourceTable } from "./resource-table";
import { SavedViews } from "./saved-views";
import { useResourceFilter } from "./use-resource-filter";

/** The inventory: filters on the left, what fits them on the right. */
export function InventoryPanel() {
  const t = useTranslations("resources");
  const filter = useResourceFilter();
  const query = useQuery(resourceQueries.facets(filter.query));
  const { total = 0, all = 0, facets } = query.data ?? {};
  const chosen = chosenCount(filter.state);
  const facetList = facets && <FacetList facets={facets} filter={filter} />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative min-w-52 flex-1 sm:max-w-md">
          <Search className="pointer-events-none absolute top-2 left-2 size-4 text-faint" aria-hidden />
          <Input
            type="search"
            value={filter.state.q}
            onValueChange={filter.search}
            aria-label={t("search")}
            placeholder={t("searchPlaceholder")}
            className="!pl-8"
          />
        </div>
        <Dialog>
          <DialogTrigger
            render={
              <Button className="xl:hidden">
                <SlidersHorizontal className="size-4" aria-hidden />
                {t("filters")}
                {chosen > 0 && ` (${chosen})`}
              </Button>
            }
          />
          <DialogContent title={t("filterTitle")} size="sm">
            {facetList}
          </DialogContent>
        </Dialog>
        <SavedViews filter={filter} />
        <ExportMenu query={filter.query} />
        <ImportDialog />
      </div>
      <ActiveFilters filter={filter} />
      <div className="flex gap-4">
        <aside aria-label={t("filterTitle")} className="w-52 shrink-0 max-xl:hidden">
          {facetList}
        </aside>
        <div className="min-w-0 flex-1">
          <p aria-live="polite" className="mb-1 text-sm text-faint">
            {query.data ? t("count", { total, all }) : " "}
          </p>
          <div className="overflow-hidden rounded-lg border bg-surface">
            <PanelStates
              query={query}
              lines={10}
              isEmpty={total === 0}
              empty={
                all === 0
                  ? { title: t("empty"), hint: t("emptyHint") }
                  : {
                      title: t("noneFits"),
                      hint: t("noneFitsHint"),
                      action: <Button onClick={filter.clear}>{t("clear")}</Button>,
                    }
              }
            >
              <ResourceTable filter={filter} total={total} />
            </PanelStates>
          </div>
        </div>
      </div>
    </div>
  );
}
