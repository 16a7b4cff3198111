import { discoveryPasses } from "@/db/schema/resources";
import type { Context } from "@/lib/core/context";
import { accuracyOf } from "./compare";
import { loadInventory } from "./inventory";
import { type ComparisonQuery, comparisonQuerySchema, type ComparisonView } from "./schemas";

/** How far the inventory agrees with what is seen, and a page of the differences, worst first. */
export async function getComparison(ctx: Context, input: ComparisonQuery): Promise<ComparisonView> {
  const { kind, ignored, q, limit, offset } = comparisonQuerySchema.parse(input);
  const [{ comparison }, [pass]] = await Promise.all([
    loadInventory(ctx),
    ctx.db.select().from(discoveryPasses),
  ]);
  const text = q?.toLowerCase() ?? "";
  const differences = comparison.differences.filter(
    (one) =>
      (kind === undefined || one.kind === kind) &&
      (ignored === "1") === (one.ignored !== null) &&
      (one.resourceId.toLowerCase().includes(text) || one.attribute.includes(text)),
  );
  const { compared, accurate, counts, attributes } = comparison;
  return {
    // What nobody has looked at is not accurate, and not inaccurate.
    accuracy: pass ? accuracyOf(comparison) : null,
    compared,
    accurate,
    counts,
    ignored: comparison.ignored,
    attributes,
    discovery: pass
      ? {
          at: pass.at.getTime(),
          durationMs: pass.durationMs,
          resources: pass.resources,
          failures: pass.failures,
        }
      : null,
    differences: differences.slice(offset, offset + limit),
    total: differences.length,
  };
}
