"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Trash2, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { PanelStates } from "@/components/ui/panel-states";
import { showToast } from "@/components/ui/toast";
import { postJson } from "@/lib/http/get-json";
import type { SavedView } from "@/lib/resources/schemas";
import { resourceQueries } from "./resource-queries";
import { SaveViewForm } from "./save-view-form";
import type { ResourceFilterControl } from "./use-resource-filter";

/** Filters under a name: to show, to keep, to give away. */
export function SavedViews({ filter }: { filter: ResourceFilterControl }) {
  const t = useTranslations("resources");
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...resourceQueries.views(), enabled: open });
  const views = query.data?.views ?? [];
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        render={
          <Button>
            <Bookmark className="size-4" aria-hidden />
            {t("views")}
          </Button>
        }
      />
      <PopoverContent label={t("views")} className="flex w-80 flex-col gap-3">
        <PanelStates
          query={query}
          lines={2}
          isEmpty={views.length === 0}
          empty={{ title: t("noViews"), hint: t("noViewsHint") }}
        >
          <ul className="flex max-h-64 flex-col overflow-y-auto">
            {views.map((view) => (
              <ViewRow
                key={view.id}
                view={view}
                onShow={() => {
                  filter.show(view.query);
                  setOpen(false);
                }}
              />
            ))}
          </ul>
        </PanelStates>
        <SaveViewForm filter={filter} views={views} />
      </PopoverContent>
    </Popover>
  );
}

function ViewRow({ view, onShow }: { view: SavedView; onShow: () => void }) {
  const t = useTranslations("resources");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      postJson(`/api/resources/views/${view.id}`, { method: "DELETE", schema: z.undefined() }),
    onError: (error) =>
      showToast({ status: "critical", title: t("viewNotRemoved"), description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: resourceQueries.views().queryKey }),
  });
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={onShow}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-raised"
      >
        <span className="truncate">{view.name}</span>
        {view.shared && (
          <span className="flex shrink-0 items-center gap-1 text-sm text-faint" title={view.owner}>
            <Users className="size-3.5" aria-hidden />
            {t("shared")}
          </span>
        )}
      </button>
      {view.mine && (
        <IconButton
          icon={Trash2}
          size="sm"
          label={t("removeView", { name: view.name })}
          busy={remove.isPending}
          onClick={() => remove.mutate()}
        />
      )}
    </li>
  );
}
