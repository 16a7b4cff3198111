import { eq, inArray } from "drizzle-orm";
import { alarmRules } from "@/db/schema/alarms";
import { recordingRules, ruleFiles, ruleGroups } from "@/db/schema/rules";
import { removeAlarmRules } from "@/lib/alarms";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { retireRules } from "./retire";
import { lockRuleFiles } from "./save";
import { type RuleFileName, ruleFileNameSchema } from "./schemas";

/**
 * Removes a rule file with all of its rules. What was recorded stays and ends with staleness markers; alarms of its
 * alerting rules go with them.
 *
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws NotFoundError when there is no such file.
 */
export async function deleteRuleFile(ctx: Context, input: RuleFileName): Promise<void> {
  requireRole(ctx, "operator");
  const { name } = ruleFileNameSchema.parse(input);
  await ctx.db.transaction(async (tx) => {
    await lockRuleFiles(tx);
    const [file] = await tx.select().from(ruleFiles).where(eq(ruleFiles.name, name));
    if (!file) throw new NotFoundError("rule file", name);
    const groups = tx.select({ id: ruleGroups.id }).from(ruleGroups).where(eq(ruleGroups.fileId, file.id));
    const [records, alerts] = [
      await tx
        .select({ id: recordingRules.id })
        .from(recordingRules)
        .where(inArray(recordingRules.groupId, groups)),
      await tx.select({ id: alarmRules.id }).from(alarmRules).where(inArray(alarmRules.groupId, groups)),
    ];
    await retireRules(
      tx,
      records.map(({ id }) => id),
    );
    await removeAlarmRules(
      tx,
      alerts.map(({ id }) => id),
      new Date(ctx.now()),
    );
    await tx.delete(ruleFiles).where(eq(ruleFiles.id, file.id));
    await recordAudit(tx, ctx, { action: "rule_file.delete", subject: name, before: file.content });
    await publishLive(tx, { topic: "alarms" });
  });
}
