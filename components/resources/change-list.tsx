"use client";
import { useTranslations } from "next-intl";

/** Values of attributes before and after. */
export function ChangeList({
  changes,
}: {
  changes: Readonly<Record<string, { before?: unknown; after?: unknown }>>;
}) {
  const t = useTranslations("resources");
  const entries = Object.entries(changes);
  if (entries.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-sm">
      {entries.map(([name, { before, after }]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {before !== null && before !== undefined && (
              <>
                <del className="text-muted">{textOf(before)}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins className="no-underline">
              {after === null || after === undefined ? t("none") : textOf(after)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
