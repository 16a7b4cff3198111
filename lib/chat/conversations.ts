import { and, desc, eq, isNotNull } from "drizzle-orm";
import { chatMessages, conversations } from "@/db/schema/chat";
import type { Context } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { questionPlanSchema } from "./plan";
import type { QuestionPlan } from "./plan";
import type { Reply } from "./schemas";

/**
 * The conversation to go on with, or a new one.
 *
 * @throws NotFoundError when there is none of this id, or it is another person's.
 */
export async function openConversation(ctx: Context, id: string | undefined): Promise<string> {
  if (id === undefined) {
    const [made] = await ctx.db
      .insert(conversations)
      .values({ actorId: ctx.actor.id })
      .returning({ id: conversations.id });
    if (made) return made.id;
  }
  const [found] = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.id, id ?? ""), eq(conversations.actorId, ctx.actor.id)));
  if (!found) throw new NotFoundError("conversation", id ?? "");
  return found.id;
}

/** Plan of the last question that was answered, or null. */
export async function lastPlan(ctx: Context, conversationId: string): Promise<QuestionPlan | null> {
  const [last] = await ctx.db
    .select({ plan: chatMessages.plan })
    .from(chatMessages)
    .where(and(eq(chatMessages.conversationId, conversationId), isNotNull(chatMessages.plan)))
    .orderBy(desc(chatMessages.id))
    .limit(1);
  // A plan of an older release may no longer fit: then the next question starts afresh.
  const parsed = questionPlanSchema.safeParse(last?.plan);
  return parsed.success ? parsed.data : null;
}

export async function saveMessage(
  ctx: Context,
  message: { conversationId: string; question: string; plan: QuestionPlan | null; reply: Reply },
): Promise<void> {
  await ctx.db.insert(chatMessages).values(message);
}
