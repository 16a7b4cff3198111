"use client";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/status-badge";
import { useNow } from "@/components/ui/use-now";
import { SECOND_MS } from "@/lib/core/time";
import type { SourceView } from "@/lib/sources/schemas";
import { deriveSourceState, SOURCE_STATUS } from "./source-state";

export function SourceStateBadge({ source }: { source: SourceView }) {
  const t = useTranslations("sources.states");
  const now = useNow(5 * SECOND_MS);
  // On the server there is no clock yet: what was seen last is taken for now.
  const state = deriveSourceState(source, now || source.lastSeenAt);
  return <StatusBadge status={SOURCE_STATUS[state]}>{t(state)}</StatusBadge>;
}
