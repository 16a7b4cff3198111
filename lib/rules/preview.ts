import type { Context } from "@/lib/core/context";
import { requireRole } from "@/lib/auth/require-role";
import { parseRuleFile } from "./file";
import { findConflicts } from "./find-conflicts";
import { type RuleFileName, ruleFileNameSchema, type RuleFilePreview } from "./schemas";

/**
 * What a rule file holds, and every fault that would keep it from being taken as the file `name`. Changes nothing.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 */
export async function previewRuleFile(
  ctx: Context,
  input: RuleFileName,
  content: string,
): Promise<RuleFilePreview> {
  requireRole(ctx, "operator");
  const { name } = ruleFileNameSchema.parse(input);
  const parsed = parseRuleFile(content, ctx.metrics.dialect);
  const faults = parsed.faults.length > 0 ? parsed.faults : await findConflicts(ctx.db, name, parsed);
  return {
    groups: parsed.groups.map(({ name, intervalMs, rules }) => ({
      name,
      intervalMs,
      recording: rules.flatMap((rule) =>
        rule.kind === "record" ? [{ name: rule.record, expr: rule.expr }] : [],
      ),
      alerting: rules.flatMap((rule) =>
        rule.kind === "alert" ? [{ name: rule.alert, expr: rule.expr }] : [],
      ),
    })),
    faults,
  };
}
