import { requireRole } from "@/lib/auth/require-role";
import type { Context } from "@/lib/core/context";
import { env } from "@/lib/core/env";
import { answerPlan } from "./answer/answer-plan";
import { answerOf } from "./answer/answerer";
import type { Answer, AnswerContext } from "./answer/answerer";
import { describeUnderstanding } from "./answer/describe";
import { en } from "./answer/phrases/en";
import { zh } from "./answer/phrases/zh";
import { lastPlan, openConversation, saveMessage } from "./conversations";
import { proposePlan } from "./llm/propose-plan";
import type { ModelConfig } from "./llm/propose-plan";
import { withSpan } from "@/lib/telemetry/span";
import { loadCatalogue } from "./load-catalogue";
import { measureModel, measureQuestion } from "./measure";
import type { QuestionPlan, Understanding } from "./plan";
import { askSchema } from "./schemas";
import type { Ask, Reply, StreamEvent } from "./schemas";
import { refusalOf } from "./understand/boundaries";
import { normalise } from "./understand/normalise";
import { understand } from "./understand/understand";
import type { UnderstandContext } from "./understand/understand";

export interface AskOptions {
  signal?: AbortSignal;
  /** Told of each step while the answer is made. */
  onProgress?: (event: Extract<StreamEvent, { type: "understood" | "querying" }>) => void;
  /** Null: no model. Absent: the environment's. */
  model?: ModelConfig | null;
}

const CJK = /[\u3400-\u9fff]/u;

function modelOfEnvironment(): ModelConfig | null {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey } = env();
  return baseUrl !== undefined && model !== undefined ? { baseUrl, model, apiKey } : null;
}

/** Questions that our grammar could not read, as against those that it will not answer. */
function mayModelHelp(read: Understanding, question: string): boolean {
  if (read.kind === "clarify") return ["unclear", "unknown_metric", "unknown_word"].includes(read.reason);
  return read.kind === "refuse" && read.reason === "out_of_scope" && refusalOf(normalise(question)) === null;
}

interface Read {
  read: Understanding;
  byModel: boolean;
}

async function readQuestion(question: string, input: UnderstandContext, options: AskOptions): Promise<Read> {
  const read = understand(question, input);
  const model = options.model === undefined ? modelOfEnvironment() : options.model;
  if (model === null || !mayModelHelp(read, question)) return { read, byModel: false };
  const time = { now: input.now, timezone: input.timezone, events: input.catalogue.events };
  const plan = await measureModel(model.model, () =>
    proposePlan(question, model, input.catalogue, time, options.signal),
  );
  return plan === null
    ? { read, byModel: false }
    : { read: { kind: "plan", plan, corrections: [], ignored: [], followUp: false }, byModel: true };
}

/** A question back or a polite no, with questions that can be asked instead. */
function answerWithout(read: Exclude<Understanding, { kind: "plan" }>, { say }: AnswerContext): Answer {
  const examples = [...say.examples];
  if (read.kind === "refuse") return answerOf({ answer: say.refuse[read.reason], suggestions: examples });
  const choices = read.choices.map((choice) => say.choice(choice));
  return answerOf({
    answer: say.clarify[read.reason](read.subject),
    suggestions: choices.length > 0 ? choices : examples,
  });
}

/**
 * Answers one question in the asker's language and time zone, and remembers it in the conversation.
 *
 * Every figure in the answer was computed by a query (or read from an endpoint) that the reply shows.
 *
 * @throws ForbiddenError below `viewer`; InvalidError on a malformed question; NotFoundError when the conversation is not
 *   the asker's; the store's errors when a query fails.
 */
export function ask(ctx: Context, input: Ask, options: AskOptions = {}): Promise<Reply> {
  return measureQuestion(() => answerQuestion(ctx, input, options));
}

async function answerQuestion(ctx: Context, input: Ask, options: AskOptions): Promise<Reply> {
  requireRole(ctx, "viewer");
  const { question, conversationId: given, timezone = "UTC", locale } = askSchema.parse(input);
  const conversationId = await openConversation(ctx, given);
  const [catalogue, previous] = await Promise.all([
    loadCatalogue(ctx),
    given === undefined ? null : lastPlan(ctx, conversationId),
  ]);
  const now = ctx.now();
  // The language of the question wins: whoever asks in Chinese wants to read Chinese.
  const say = CJK.test(question) ? zh : locale === "zh" && !/[a-z]{3}/i.test(question) ? zh : en;
  const answer: AnswerContext = {
    ctx,
    catalogue,
    locale: say.locale,
    timezone,
    now,
    say,
    ...(options.signal ? { signal: options.signal } : {}),
    onQuery: (promql) => options.onProgress?.({ type: "querying", promql }),
  };
  const { read, byModel } = await withSpan("chat.understand", {}, () =>
    readQuestion(question, { catalogue, now, timezone, previous }, options),
  );
  const interpretation = read.kind === "plan" ? describeUnderstanding(read, answer, byModel) : "";
  if (interpretation !== "") options.onProgress?.({ type: "understood", interpretation });
  const plan: QuestionPlan | null = read.kind === "plan" ? read.plan : null;
  const made = read.kind === "plan" ? await answerPlan(read.plan, answer) : answerWithout(read, answer);
  const reply: Reply = {
    status: read.kind === "plan" ? "answered" : read.kind === "clarify" ? "clarify" : "refused",
    ...made,
    interpretation,
    conversationId,
    understoodBy: byModel ? "model" : "grammar",
  };
  await saveMessage(ctx, { conversationId, question, plan, reply });
  return reply;
}
