"use client";
import { useTranslations } from "next-intl";
import { Age } from "@/components/ui/age";
import { Panel } from "@/components/ui/panel";
import { PanelEmpty } from "@/components/ui/panel-states";
import type { HistoryEntry, ResourceDetail } from "@/lib/resources/schemas";
import { ChangeList } from "./change-list";

const ACTIONS = [
  "discovered",
  "lost",
  "seen_again",
  "changed",
  "adopt",
  "accept",
  "ignore",
  "reopen",
  "start",
  "retire",
  "keep",
  "end",
  "return",
  "plan",
  "import_create",
  "import_update",
] as const;

/** Who did what to the record, when and why; newest first. */
export function ResourceHistory({ detail }: { detail: ResourceDetail }) {
  const t = useTranslations("resources");
  const { history } = detail;
  return (
    <Panel id="history" title={t("history")} description={t("historyHint")} flush>
      {history.length === 0 ? (
        <PanelEmpty title={t("noHistory")} />
      ) : (
        <ol>
          {history.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const t = useTranslations("resources");
  const { action, by, from, to, reason, changes, at } = entry;
  const known = ACTIONS.find((one) => one === action);
  return (
    <li className="flex gap-3 border-b px-3 py-2 last:border-b-0">
      <Age at={at} className="w-20 shrink-0 text-sm text-faint" />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{known ? t(`actions.${known}`) : action}</span>
          {to !== null && (
            <span className="text-muted">
              {" · "}
              {from === null
                ? t(`states.${to}`)
                : t("fromTo", { from: t(`states.${from}`), to: t(`states.${to}`) })}
            </span>
          )}
          <span className="text-faint"> · {by}</span>
        </p>
        {reason !== null && <p className="text-muted [overflow-wrap:anywhere]">{reason}</p>}
        <ChangeList changes={changes} />
      </div>
    </li>
  );
}
