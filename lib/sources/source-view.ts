import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { apiTokens } from "@/db/schema/auth";
import { ingestSources } from "@/db/schema/sources";
import type { UnixMs } from "@/lib/core/time";
import { countSeries, prepareRates, readRates, type RecentRates } from "./read-rates";
import type { SourceView } from "./schemas";

/** Sources with their tokens; a token that is gone counts as revoked. @param id of one source; absent: all. */
export async function readSources(db: Database, now: UnixMs, id?: string) {
  const rows = await db
    .select({ source: ingestSources, token: apiTokens })
    .from(ingestSources)
    // The id of a sender is a text: parts of the product have none that looks like a UUID.
    .leftJoin(apiTokens, eq(sql`${apiTokens.id}::text`, ingestSources.senderId))
    .where(id === undefined ? undefined : eq(ingestSources.id, id));
  const [rates, series] = await Promise.all([readRates(db, now, id), countSeries(db, now, id)]);
  return rows.map(({ source, token }) => ({
    source,
    view: viewSource(source, token, rates.get(source.id) ?? NOTHING, series.get(source.id) ?? 0, now),
  }));
}

const NOTHING: RecentRates = { minutes: [], lastMinute: 0 };

function viewSource(
  source: typeof ingestSources.$inferSelect,
  token: typeof apiTokens.$inferSelect | null,
  rates: RecentRates,
  series: number,
  now: UnixMs,
): SourceView {
  const firstSeenAt = source.firstSeenAt.getTime();
  const ended = (at: Date | null | undefined) => at != null && at.getTime() <= now;
  return {
    id: source.id,
    senderKind: source.senderKind,
    senderId: source.senderId,
    name: token?.name ?? source.senderName,
    protocol: source.protocol,
    revoked: source.senderKind === "token" && (!token || ended(token.revokedAt) || ended(token.expiresAt)),
    agent: source.agent,
    firstSeenAt,
    lastSeenAt: source.lastSeenAt.getTime(),
    lastAcceptedAt: source.lastAcceptedAt?.getTime() ?? null,
    series,
    ...prepareRates(rates, firstSeenAt, now),
  };
}
