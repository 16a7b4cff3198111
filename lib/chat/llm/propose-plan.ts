import OpenAI from "openai";
import { z } from "zod";
import type { QuestionPlan } from "../plan";
import type { ChatCatalogue } from "../understand/catalogue";
import type { TimeContext } from "../understand/time/types";
import { draftSchema, planOfDraft } from "./draft";
import { systemPrompt } from "./prompt";

export interface ModelConfig {
  baseUrl: string;
  model: string;
  apiKey: string | undefined;
  timeoutMs?: number;
}

/** A person waits for this and gets our own question back when it is over; our choice. */
const TIMEOUT_MS = 12_000;

/**
 * Asks an OpenAI-compatible model what a question means. Only a plan comes back, checked against schema and catalogue.
 *
 * @returns null when the model declines, fails, is late, or names what is not there: the caller then asks the person.
 */
export async function proposePlan(
  question: string,
  { baseUrl, model, apiKey, timeoutMs = TIMEOUT_MS }: ModelConfig,
  catalogue: ChatCatalogue,
  time: TimeContext,
  signal?: AbortSignal,
): Promise<QuestionPlan | null> {
  // Local servers want no key, yet the client insists on one.
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? "none",
    timeout: timeoutMs,
    maxRetries: 0,
  });
  try {
    const completion = await client.chat.completions.create(
      {
        model,
        temperature: 0,
        messages: [
          { role: "system", content: systemPrompt(catalogue) },
          { role: "user", content: question },
        ],
        tools: [
          {
            type: "function",
            function: {
              name: "plan",
              description: "What the question asks for.",
              parameters: z.toJSONSchema(draftSchema, { io: "input" }),
            },
          },
        ],
        tool_choice: { type: "function", function: { name: "plan" } },
      },
      signal ? { signal } : {},
    );
    const call = completion.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== "function" || call.function.name !== "plan") return null;
    const draft = draftSchema.safeParse(JSON.parse(call.function.arguments));
    return draft.success ? planOfDraft(draft.data, catalogue, time) : null;
  } catch {
    return null; // Away, late, or out of its format: chat works without it.
  }
}
