"use client";
import { useQuery } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { accountQueries } from "@/components/settings/account-queries";
import { Age } from "@/components/ui/age";
import { StatusShape } from "@/components/ui/status-shape";
import type { CreatedToken } from "@/lib/auth/schemas";
import { SECOND_MS } from "@/lib/core/time";
import type { SourceView } from "@/lib/sources/schemas";
import { sourceHref } from "./source-name";
import { sourceQueries } from "./source-queries";

/** Somebody sits and waits for it. */
const WAITING_MS = 2 * SECOND_MS;

export interface ArrivalCheckProps {
  kind: "send" | "read";
  token: CreatedToken | undefined;
}

/** Whether the program that was just given a token has been heard of. */
export function ArrivalCheck({ kind, token }: ArrivalCheckProps) {
  const t = useTranslations("sources.connect");
  if (token === undefined) return <p className="text-muted">{t("arriveNoToken")}</p>;
  return kind === "send" ? <FirstSample tokenId={token.id} /> : <FirstQuestion tokenId={token.id} />;
}

function FirstSample({ tokenId }: { tokenId: string }) {
  const t = useTranslations("sources.connect");
  const { data, error } = useQuery({ ...sourceQueries.list(), refetchInterval: WAITING_MS });
  const sources = data?.sources.filter(({ senderId }) => senderId === tokenId) ?? [];
  const [source] = sources.sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  if (error && !source) return <p className="text-critical">{error.message}</p>;
  if (!source) return <Waiting>{t("waiting")}</Waiting>;
  return <Arrived source={source} />;
}

function Arrived({ source }: { source: SourceView }) {
  const t = useTranslations("sources.connect");
  const refused = source.rejectedSamples > 0 || source.refusedRequests > 0;
  return (
    <div className="flex flex-col gap-2">
      {source.lastAcceptedAt === null ? (
        <output className="flex items-center gap-2 text-critical">
          <StatusShape status="critical" />
          {t("refusedAll")}
        </output>
      ) : (
        <output className="flex flex-wrap items-center gap-x-2">
          <StatusShape status="ok" />
          <span className="font-medium">{t("arrived")}</span> <Age at={source.lastAcceptedAt} />
          <span className="text-muted">{t("arrivedRate", { samples: source.series })}</span>
        </output>
      )}
      {refused && source.lastAcceptedAt !== null && (
        <p className="flex items-center gap-2 text-warning">
          <StatusShape status="warning" />
          {t("refusedSome")}
        </p>
      )}
      <p className="flex flex-wrap gap-4">
        <Link href={sourceHref(source.id)} className="text-accent hover:underline">
          {t("details")}
        </Link>
        <Link href="/timeline" className="text-accent hover:underline">
          {t("timeline")}
        </Link>
      </p>
    </div>
  );
}

/** A token notes down once a minute that it was used: the first time at once. */
function FirstQuestion({ tokenId }: { tokenId: string }) {
  const t = useTranslations("sources.connect");
  const { data } = useQuery({ ...accountQueries.tokens(), refetchInterval: WAITING_MS });
  const at = data?.tokens.find(({ id }) => id === tokenId)?.lastUsedAt ?? null;
  if (at === null) return <Waiting>{t("waitingRead")}</Waiting>;
  return (
    <output className="flex items-center gap-2">
      <StatusShape status="ok" />
      <span className="font-medium">{t("asked")}</span> <Age at={at} />
    </output>
  );
}

function Waiting({ children }: { children: string }) {
  return (
    <output className="flex items-center gap-2 text-muted">
      <LoaderCircle className="size-3.5 animate-spin" aria-hidden />
      {children}
    </output>
  );
}
