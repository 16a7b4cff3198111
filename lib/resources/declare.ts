import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { resources } from "@/db/schema/resources";
import type { Layer } from "./constants";

export interface DeclaredResource {
  id: string;
  product: string;
  app: string | null;
  layer: Layer | null;
  zone: string | null;
  cluster: string | null;
  spec: Readonly<Record<string, unknown>>;
  dependsOn: readonly string[];
}

/**
 * Writes resources as the part of the product that runs them declares them. What is there already takes the declared
 * values, but where a person has written the record since; a life-cycle state, once declared, is moved by people alone.
 */
export async function declareResources(
  tx: Transaction,
  declared: readonly DeclaredResource[],
  seenAt: Date,
): Promise<void> {
  if (declared.length === 0) return;
  await tx
    .insert(resources)
    .values(
      declared.map((resource) => ({
        ...resource,
        dependsOn: [...resource.dependsOn],
        origin: "declared" as const,
        state: "running" as const,
        lastSeenAt: seenAt,
        createdAt: seenAt,
      })),
    )
    .onConflictDoUpdate({
      target: resources.id,
      set: {
        product: sql`excluded.product`,
        app: sql`excluded.app`,
        layer: sql`excluded.layer`,
        zone: sql`excluded.zone`,
        cluster: sql`excluded.cluster`,
        origin: sql`excluded.origin`,
        state: sql`case when ${resources.origin} = 'declared' then ${resources.state} else excluded.state end`,
        spec: sql`excluded.spec`,
        dependsOn: sql`excluded.depends_on`,
        lastSeenAt: sql`excluded.last_seen_at`,
        updatedAt: sql`now()`,
      },
      setWhere: eq(resources.keeper, "machine"),
    });
}
