import { count, eq, sql } from "drizzle-orm";
import { ruleFiles } from "@/db/schema/rules";
import type { Transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { InvalidError, LimitError } from "@/lib/core/errors";
import { publishLive } from "@/lib/live/publish";
import { FILES_MAX } from "./constants";
import { type FileFault, parseRuleFile } from "./file";
import { findConflicts } from "./find-conflicts";
import { readRuleFiles } from "./list";
import { type RuleFileName, ruleFileNameSchema, type RuleFileView } from "./schemas";
import { storeGroups } from "./store-groups";

/**
 * Takes a Prometheus rule file in the place of the one with the same name, if there is one: all of it or nothing. A rule
 * that both have goes on as it was; the series of one that is gone get their staleness markers; alarms of an alerting
 * rule that is gone go with it.
 *
 * @returns the file as it is listed.
 * @throws ForbiddenError when the actor is below `operator`.
 * @throws InvalidError with the line and column of the first fault as its place.
 */
export async function saveRuleFile(
  ctx: Context,
  input: RuleFileName,
  content: string,
): Promise<RuleFileView> {
  requireRole(ctx, "operator");
  const { name } = ruleFileNameSchema.parse(input);
  const parsed = parseRuleFile(content, ctx.metrics.dialect);
  refuse(parsed.faults);

  return ctx.db.transaction(async (tx) => {
    await lockRuleFiles(tx);
    refuse(await findConflicts(tx, name, parsed));
    const [before] = await tx.select().from(ruleFiles).where(eq(ruleFiles.name, name));
    if (!before) await refuseTooMany(tx);
    const row = { name, content, updatedBy: ctx.actor.name };
    const [after] = await tx
      .insert(ruleFiles)
      .values(row)
      .onConflictDoUpdate({ target: ruleFiles.name, set: { ...row, updatedAt: new Date(ctx.now()) } })
      .returning();
    if (!after) throw new Error(`The rule file ${name} was not stored.`);
    await storeGroups(tx, after.id, parsed.groups, new Date(ctx.now()));
    await recordAudit(tx, ctx, {
      action: before ? "rule_file.replace" : "rule_file.create",
      subject: name,
      before: before?.content,
      after: content,
    });
    await publishLive(tx, { topic: "alarms" });
    const [view] = await readRuleFiles(tx, name);
    if (!view) throw new Error(`The rule file ${name} was not stored.`);
    return view;
  });
}

/** One change of rule files at a time: conflicts between files are looked for before they are stored. */
export async function lockRuleFiles(tx: Transaction): Promise<void> {
  await tx.execute(sql`lock table ${ruleFiles} in share row exclusive mode`);
}

async function refuseTooMany(tx: Transaction): Promise<void> {
  const [files] = await tx.select({ count: count() }).from(ruleFiles);
  if ((files?.count ?? 0) >= FILES_MAX) throw new LimitError(`There are ${FILES_MAX} rule files already.`);
}

function refuse(faults: readonly FileFault[]): void {
  const [first] = faults;
  if (!first) return;
  const place = `${first.line}:${first.column}`;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  throw new InvalidError(`${place}: ${first.message}${more}`, { place });
}
