"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { Panel } from "@/components/ui/panel";
import { PanelStates } from "@/components/ui/panel-states";
import { Select } from "@/components/ui/select";
import { DIFFERENCE_KINDS } from "@/lib/resources/constants";
import { AccuracyPanel } from "./accuracy-panel";
import { DifferenceTable } from "./difference-table";
import { DIFFERENCES_SHOWN, resourceQueries } from "./resource-queries";

const SHOW = ["open", ...DIFFERENCE_KINDS, "ignored"] as const;

/** How far the inventory is true, and every difference with a way to settle it. */
export function ComparisonPanel() {
  const t = useTranslations("resources");
  const [{ show }, setShow] = useQueryStates({ show: parseAsStringLiteral(SHOW).withDefault("open") });
  const kind = DIFFERENCE_KINDS.find((one) => one === show);
  const query = useQuery(
    resourceQueries.comparison({
      limit: DIFFERENCES_SHOWN,
      ...(kind ? { kind } : {}),
      ...(show === "ignored" ? { ignored: "1" as const } : {}),
    }),
  );
  const view = query.data;
  const nothing =
    view?.discovery === null
      ? { title: t("notLooked"), hint: t("notLookedHint") }
      : { title: t(show === "ignored" ? "noIgnored" : "noDifferences") };
  return (
    <div className="flex flex-col gap-4">
      <PanelStates query={query}>{view && <AccuracyPanel view={view} />}</PanelStates>
      <Panel
        title={t("differences")}
        description={
          view && view.total > DIFFERENCES_SHOWN
            ? t("differencesMore", { shown: DIFFERENCES_SHOWN, total: view.total })
            : t("differencesHint")
        }
        actions={
          <Select
            label={t("showDifferences")}
            value={show}
            options={SHOW.map((value) => ({ value, label: t(`shows.${value}`) }))}
            onValueChange={(value) => void setShow({ show: value })}
            className="!w-44"
          />
        }
        flush
      >
        <PanelStates query={query} isEmpty={view?.differences.length === 0} empty={nothing}>
          {view && <DifferenceTable differences={view.differences} />}
        </PanelStates>
      </Panel>
    </div>
  );
}
