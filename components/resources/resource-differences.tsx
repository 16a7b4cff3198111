"use client";
import { useTranslations } from "next-intl";
import { Panel } from "@/components/ui/panel";
import type { DifferenceView } from "@/lib/resources/schemas";
import { DifferenceTable } from "./difference-table";

export function ResourceDifferences({ differences }: { differences: readonly DifferenceView[] }) {
  const t = useTranslations("resources");
  return (
    <Panel title={t("differences")} description={t("differencesHint")} flush>
      <DifferenceTable differences={differences} />
    </Panel>
  );
}
