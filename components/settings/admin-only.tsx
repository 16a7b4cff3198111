"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useRefusal } from "@/components/auth/viewer";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty } from "@/components/ui/panel-states";

/** Shows what only administrators may see, or says so. */
export function AdminOnly({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const refusal = useRefusal("admin");
  if (refusal === undefined) return children;
  return (
    <Panel flush>
      <PanelEmpty title={t("adminOnly")} hint={refusal} />
    </Panel>
  );
}
