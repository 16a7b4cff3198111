import { eq } from "drizzle-orm";
import { ruleFiles } from "@/db/schema/rules";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { type RuleFileName, ruleFileNameSchema } from "./schemas";

/** The text of a rule file, as it was uploaded. @throws NotFoundError */
export async function readRuleFile(ctx: Context, input: RuleFileName): Promise<string> {
  const { name } = ruleFileNameSchema.parse(input);
  const [file] = await ctx.db
    .select({ content: ruleFiles.content })
    .from(ruleFiles)
    .where(eq(ruleFiles.name, name));
  if (!file) throw new NotFoundError("rule file", name);
  return file.content;
}
