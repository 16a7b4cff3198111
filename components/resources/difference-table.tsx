"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useTimeHref } from "@/components/shell/use-time-href";
import { Age } from "@/components/ui/age";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { StatusBadge } from "@/components/ui/status-badge";
import { StatusShape } from "@/components/ui/status-shape";
import { type TimeText, useTimeText } from "@/components/ui/use-time-text";
import type { Translate } from "@/lib/i18n/translate";
import { useLocalText } from "@/lib/i18n/use-local-text";
import type { Settlement } from "@/lib/resources/constants";
import type { DifferenceView } from "@/lib/resources/schemas";
import { productName } from "./resource-names";
import { resourcePageHref } from "./resource-queries";
import { SettleButtons, SettleMany } from "./settle-buttons";

const KIND_STATUS = { missing: "critical", unknown: "info", drifted: "warning" } as const;

const differenceKey = ({ resourceId, kind, attribute }: DifferenceView): string =>
  JSON.stringify([resourceId, kind, attribute]);

/** Differences with a way to settle each, and several at once. */
export function DifferenceTable({ differences }: { differences: readonly DifferenceView[] }) {
  const t = useTranslations("resources");
  const local = useLocalText();
  const timeHref = useTimeHref();
  const text = useTimeText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = differences.filter((one) => chosen.has(differenceKey(one)));
  const columns = useMemo(
    () =>
      columnsOf({ t, local, timeHref, text }, chosen, (difference) =>
        setChosen((before) => {
          const after = new Set(before);
          const key = differenceKey(difference);
          if (!after.delete(key)) after.add(key);
          return after;
        }),
      ),
    [t, local, timeHref, text, chosen],
  );
  const shared = sharedSettlements(selected);
  return (
    <>
      {selected.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 border-b bg-raised/60 px-3 py-1.5">
          <span className="flex-1">{t("chosenCount", { count: selected.length })}</span>
          {shared.length === 0 && <span className="text-sm text-faint">{t("nothingShared")}</span>}
          <SettleMany differences={selected} actions={shared} onDone={() => setChosen(new Set())} />
        </div>
      )}
      <DataTable label={t("differences")} columns={columns} rows={differences} rowKey={differenceKey} />
    </>
  );
}

interface Words {
  t: Translate<"resources">;
  local: (en: string, zh: string) => string;
  timeHref: (path: string) => string;
  text: TimeText;
}

function columnsOf(
  { t, local, timeHref, text }: Words,
  chosen: ReadonlySet<string>,
  onToggle: (difference: DifferenceView) => void,
): DataColumn<DifferenceView>[] {
  return [
    {
      key: "choose",
      header: "",
      cell: (one) => (
        <input
          type="checkbox"
          checked={chosen.has(differenceKey(one))}
          onChange={() => onToggle(one)}
          aria-label={t("choose", { id: one.resourceId })}
          className="size-3.5 accent-accent"
        />
      ),
    },
    {
      key: "kind",
      header: t("kind"),
      wideOnly: true,
      cell: (one) => <StatusBadge status={KIND_STATUS[one.kind]}>{t(`kinds.${one.kind}`)}</StatusBadge>,
    },
    {
      key: "resource",
      header: t("columns.id"),
      rowHeader: true,
      sort: (one) => one.resourceId,
      cell: (one) => (
        <span className="[overflow-wrap:anywhere] max-sm:whitespace-normal">
          <Link
            href={timeHref(resourcePageHref(one.resourceId))}
            className="font-medium hover:text-accent hover:underline"
          >
            {one.resourceId}
          </Link>{" "}
          <span className="text-sm text-faint">{productName(one.product, local)}</span>
          <span className="block text-sm sm:hidden">
            <StatusShape status={KIND_STATUS[one.kind]} label={t(`kinds.${one.kind}`)} />{" "}
            <What difference={one} />
          </span>
        </span>
      ),
    },
    { key: "what", header: t("what"), grow: true, wideOnly: true, cell: (one) => <What difference={one} /> },
    {
      key: "seen",
      header: t("lastSeen"),
      align: "end",
      wideOnly: true,
      sort: (one) => one.lastSeenAt,
      cell: (one) => (one.lastSeenAt === null ? t("seenStates.never") : <Age at={one.lastSeenAt} />),
    },
    {
      key: "settle",
      header: t("settle"),
      align: "end",
      cell: (one) =>
        one.ignored ? (
          <span className="flex items-center justify-end gap-2">
            <span className="text-sm text-faint max-sm:hidden" title={one.ignored.reason}>
              {t("ignoredUntil", { by: one.ignored.by, until: text.schedule(one.ignored.expiresAt) })}
            </span>
            <SettleButtons difference={one} only={["reopen"]} />
          </span>
        ) : (
          <SettleButtons difference={one} />
        ),
    },
  ];
}

/** What settles every one of them. */
function sharedSettlements(differences: readonly DifferenceView[]): Settlement[] {
  const [first, ...others] = differences;
  return (first?.settlements ?? []).filter(
    (action) =>
      others.every(({ settlements }) => settlements.includes(action)) &&
      // Of several values somebody has to choose one.
      !(action === "accept" && differences.some(({ observed }) => observed.length > 1)),
  );
}

function What({ difference }: { difference: DifferenceView }) {
  const t = useTranslations("resources");
  const { kind, attribute, declared, observed, ignored } = difference;
  return (
    <span className="text-muted">
      {kind === "drifted"
        ? t("drift", { attribute, declared: declared ?? t("none"), observed: observed.join(", ") })
        : t(`kindHints.${kind}`)}
      {ignored && <span className="block text-sm">{t("because", { reason: ignored.reason })}</span>}
    </span>
  );
}
