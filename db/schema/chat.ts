import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { QuestionPlan } from "@/lib/chat/plan";
import type { Reply } from "@/lib/chat/schemas";
import { identity, lifecycle } from "../columns";

export const conversations = pgTable("chat_conversations", {
  ...identity,
  /** Who asks. A conversation is its asker's alone. */
  actorId: text("actor_id").notNull(),
  ...lifecycle,
});

/** One question and its answer, as it was given: the proof of what was said. */
export const chatMessages = pgTable(
  "chat_messages",
  {
    ...identity,
    conversationId: uuid("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    question: text("question").notNull(),
    /** Null: the question was not answered. */
    plan: jsonb("plan").$type<QuestionPlan>(),
    reply: jsonb("reply").$type<Reply>().notNull(),
    ...lifecycle,
  },
  // The last plan of a conversation is what a follow-up changes.
  (t) => [index("chat_messages_conversation_idx").on(t.conversationId, t.id)],
);
