import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { apiTokens } from "@/db/schema/auth";
import { ingestLimits } from "@/db/schema/ingest";
import { NotFoundError } from "@/lib/core/errors";
import { processSingleton } from "@/lib/core/once";
import type { UnixMs } from "@/lib/core/time";
import { INGEST_LIMIT_NAMES, type IngestLimits } from "@/lib/metrics/constants";
import type { IngestLimitsView } from "@/lib/metrics/schemas";
import { defaultIngestLimits } from "./default-limits";

interface KnownLimits {
  limits: IngestLimits;
  readAt: UnixMs;
}

/** Limits of the tokens that wrote of late, in this process. */
export const knownLimits = processSingleton("ingest-limits", () => new Map<string, KnownLimits>());

/** @throws NotFoundError */
export async function requireToken(db: Database | Transaction, id: string): Promise<void> {
  const [token] = await db.select({ id: apiTokens.id }).from(apiTokens).where(eq(apiTokens.id, id));
  if (!token) throw new NotFoundError("token", id);
}

export async function loadLimits(db: Database | Transaction, tokenId: string): Promise<IngestLimitsView> {
  const [row] = await db.select().from(ingestLimits).where(eq(ingestLimits.tokenId, tokenId));
  const defaults = defaultIngestLimits();
  const own = Object.fromEntries(
    INGEST_LIMIT_NAMES.flatMap((name) => {
      const value = row?.[name] ?? null;
      return value === null ? [] : [[name, value]];
    }),
  ) as Partial<IngestLimits>;
  return { limits: { ...defaults, ...own }, defaults, own };
}
