import { AppError } from "@/lib/core/errors";
import type { Labels } from "@/lib/metrics/store";
import { expandTemplate, type TemplateData } from "./template";

export interface RuleTexts {
  name: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

/**
 * Labels and annotations of the alarm that a result of a rule stands for. The rule's labels win over those of the
 * result, `alertname` over all. Templates see the labels of the result.
 *
 * A template that fails becomes the text of its error, as in Prometheus: an alarm must not be lost by a typing mistake.
 *
 * @see Prometheus `rules/alerting.go`, AlertingRule.Eval
 */
export function renderAlarm(rule: RuleTexts, result: Labels, value: number) {
  const { __name__: _, ...own } = result;
  const data = { labels: own, value };
  const labels = { ...own, ...expandAll(rule.labels, data), alertname: rule.name };
  const kept = Object.fromEntries(Object.entries(labels).filter(([, text]) => text !== ""));
  return {
    labels: mapTexts(kept, storable),
    annotations: mapTexts(expandAll(rule.annotations, data), storable),
  };
}

/** PostgreSQL's JSON has neither U+0000 nor half of a surrogate pair: one such label must not stop every alarm. */
const storable = (text: string): string => text.replaceAll("\u0000", "\uFFFD").toWellFormed();

function expandAll(texts: Readonly<Record<string, string>>, data: TemplateData): Record<string, string> {
  return mapTexts(texts, (text) => expandOrExplain(text, data));
}

function mapTexts(
  texts: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}

function expandOrExplain(text: string, data: TemplateData): string {
  try {
    return expandTemplate(text, data);
  } catch (error) {
    if (error instanceof AppError) return `<error expanding template: ${error.message}>`;
    throw error;
  }
}
