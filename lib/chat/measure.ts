import { record } from "@/lib/telemetry/measure";
import { withSpan } from "@/lib/telemetry/span";
import type { Reply } from "./schemas";

/** Counts, times and traces a question. What was asked stays out of it. */
export function measureQuestion(work: () => Promise<Reply>): Promise<Reply> {
  return withSpan("chat.ask", {}, async (span) => {
    const began = performance.now();
    let labels = { status: "error", understood_by: "none" };
    try {
      const reply = await work();
      labels = { status: reply.status, understood_by: reply.understoodBy };
      return reply;
    } finally {
      span.setAttribute("chat.status", labels.status);
      record("evenkeel_chat_question_duration_seconds", (performance.now() - began) / 1_000, labels);
    }
  });
}

/** The same for a call to the model, which answers null when it cannot help. */
export function measureModel<T>(model: string, work: () => Promise<T | null>): Promise<T | null> {
  return withSpan("chat.model", { "gen_ai.request.model": model }, async (span) => {
    const began = performance.now();
    const plan = await work();
    const outcome = plan === null ? "no_plan" : "plan";
    span.setAttribute("chat.outcome", outcome);
    record("evenkeel_chat_model_duration_seconds", (performance.now() - began) / 1_000, { outcome });
    return plan;
  });
}
