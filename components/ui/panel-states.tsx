"use client";
import { CircleAlert, Inbox, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age } from "./age";
import { Button } from "./button";
import { Skeleton } from "./skeleton";
import { StatusShape } from "./status-shape";

/** What a react-query result has, structurally. */
export interface QueryLike {
  isPending: boolean;
  error: Error | null;
  data: unknown;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

export interface PanelStatesProps {
  query: QueryLike;
  /** True: there is nothing to show, and that is the truth. */
  isEmpty?: boolean;
  /** Why it is empty, and what to do. */
  empty?: { title: string; hint?: ReactNode; action?: ReactNode };
  /** Why nothing can be said, where the data is there but proves nothing. */
  unknown?: ReactNode;
  /** Lines that the skeleton has: near to what will come, so that the page does not jump. */
  lines?: number;
  children: ReactNode;
}

/** The states of every panel: loading, error, unknown, empty, stale (old data, refresh failed), data. */
export function PanelStates({
  query,
  isEmpty = false,
  empty,
  unknown,
  lines = 4,
  children,
}: PanelStatesProps) {
  const t = useTranslations("common");
  const hasData = query.data !== undefined;
  if (query.error && !hasData) return <PanelError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending && !hasData) return <PanelLoading lines={lines} />;
  return (
    <>
      {query.error && (
        <output className="flex flex-wrap items-center gap-2 border-b px-3 py-1.5 text-sm text-warning">
          <StatusShape status="warning" />
          <span className="min-w-0 flex-1">
            {t("stale", { message: query.error.message })} <Age at={query.dataUpdatedAt} />
          </span>
          <Button size="sm" variant="ghost" onClick={() => void query.refetch()}>
            {t("retry")}
          </Button>
        </output>
      )}
      {unknown !== undefined && <PanelUnknown>{unknown}</PanelUnknown>}
      {isEmpty ? <PanelEmpty {...(empty ?? { title: t("empty") })} /> : children}
    </>
  );
}

export function PanelLoading({ lines = 4 }: { lines?: number }) {
  const t = useTranslations("common");
  return (
    <output className="flex flex-col gap-2 p-3">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className={line % 3 === 2 ? "h-5 w-2/3" : "h-5 w-full"} />
      ))}
    </output>
  );
}

export function PanelError({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const t = useTranslations("common");
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-8 text-center">
      <CircleAlert className="size-5 text-critical" aria-hidden />
      <p className="font-medium">{t("error")}</p>
      <p className="max-w-prose text-muted [overflow-wrap:anywhere]">{error.message}</p>
      {onRetry && (
        <Button onClick={onRetry}>
          <RotateCw className="size-3.5" aria-hidden />
          {t("retry")}
        </Button>
      )}
    </div>
  );
}

export interface PanelEmptyProps {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}

export function PanelEmpty({ title, hint, action }: PanelEmptyProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-8 text-center">
      <Inbox className="size-5 text-faint" aria-hidden />
      <p className="font-medium">{title}</p>
      {hint !== undefined && <div className="max-w-prose text-muted">{hint}</div>}
      {action}
    </div>
  );
}

/** Unknown is never drawn as good or as zero. */
export function PanelUnknown({ children }: { children: ReactNode }) {
  return (
    <output className="flex items-center gap-2 border-b border-dashed px-3 py-1.5 text-sm text-unknown">
      <StatusShape status="unknown" />
      {children}
    </output>
  );
}
