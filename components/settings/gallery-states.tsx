"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import {
  PanelEmpty,
  PanelError,
  PanelLoading,
  PanelStates,
  PanelUnknown,
} from "@/components/ui/panel-states";
import { useNow } from "@/components/ui/use-now";

export function GalleryStates() {
  const t = useTranslations("settings.ui");
  const now = useNow(60_000);
  const failed = new Error(t("failure"));
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Panel title={t("loading")} flush>
        <PanelLoading />
      </Panel>
      <Panel title={t("empty")} flush>
        <PanelEmpty
          title={t("emptyTitle")}
          hint={t("emptyHint")}
          action={<Button size="sm">{t("primary")}</Button>}
        />
      </Panel>
      <Panel title={t("errorState")} flush>
        <PanelError error={failed} onRetry={() => undefined} />
      </Panel>
      <Panel title={t("unknown")} flush>
        <PanelUnknown>{t("unknownWhy")}</PanelUnknown>
        <PanelStates
          query={{ isPending: false, error: failed, data: [], dataUpdatedAt: now, refetch: () => undefined }}
        >
          <p className="p-3">{t("oldData")}</p>
        </PanelStates>
      </Panel>
    </div>
  );
}
